package io.pexen.benchmarks.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShapesTest {

    static List<Shape> shapes() {
        return TestShapes.all();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void parentsComeFirstAndLocksAscend(Shape shape) {
        for (int task = 0; task < shape.size(); task++) {
            int mine = task;
            assertThat(Arrays.stream(shape.parents().row(task)))
                    .doesNotHaveDuplicates()
                    .allMatch(parent -> parent < mine);
            assertThat(shape.claims().row(task)).isSorted().doesNotHaveDuplicates();
            assertThat(shape.uses().row(task)).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void treesMirrorEachOther() {
        assertThat(Shapes.treeOut(7).parents().row(6)).containsExactly(2);
        assertThat(Shapes.treeIn(7).parents().row(6)).containsExactly(4, 5);
        assertThat(Shapes.treeIn(7).parents().row(0)).isEmpty();
        assertThat(Shapes.treeIn(1000).depth()).isEqualTo(Shapes.treeOut(1000).depth());
    }

    @Test
    void gridHasTheUpperAndTheLeftNeighbour() {
        Shape grid = Shapes.grid(9);
        assertThat(grid.parents().row(0)).isEmpty();
        assertThat(grid.parents().row(4)).containsExactly(1, 3);
        assertThat(grid.depth()).isEqualTo(5);
    }

    @Test
    void oneWriterFollowsSoManyReaders() {
        Shape shape = Shapes.readersAndWriters(6, 2);
        assertThat(shape.uses().size(1)).isEqualTo(1);
        assertThat(shape.claims().size(1)).isZero();
        assertThat(shape.claims().row(2)).containsExactly(0);
        assertThat(shape.claims().row(5)).containsExactly(0);
    }

    @Test
    void lockChainsPutClaimersAfterUsersAndUsersAfterClaimers() {
        Csr chains = LockChains.parents(Shapes.readersAndWriters(6, 2));
        assertThat(chains.row(0)).isEmpty();
        assertThat(chains.row(1)).isEmpty();
        assertThat(chains.row(2)).containsExactly(0, 1);
        assertThat(chains.row(3)).containsExactly(2);
        assertThat(chains.row(4)).containsExactly(2);
        assertThat(chains.row(5)).containsExactly(3, 4);
    }

    @Test
    void lockRequestsAreInTheOrderOfTheLocks() {
        Shape shape = Shape.of("one", Csr.empty(1))
                .withLocks(
                        3,
                        new Csr.Builder(1).add(0, 2).endRow().build(),
                        new Csr.Builder(1).add(1).endRow().build());
        assertThat(LockRequests.of(shape).row(0)).containsExactly(1, 2, 5);
    }
}
