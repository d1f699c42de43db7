package io.pexen.benchmarks.graph;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BodiesTest {

    private final Shape chain = Shapes.chain(2);

    @Test
    void acceptEachTaskOnceAndThenForgetIt() {
        Bodies bodies = Bodies.checking(chain);
        for (int round = 0; round < 2; round++) {
            bodies.run(0);
            bodies.run(1);
            assertThatCode(() -> bodies.verify("engine")).doesNotThrowAnyException();
        }
    }

    @Test
    void findATaskThatDidNotRun() {
        Bodies bodies = Bodies.marking(chain);
        bodies.run(0);
        assertThatThrownBy(() -> bodies.verify("lazy"))
                .isInstanceOf(VerificationException.class)
                .hasMessage("engine \"lazy\", shape \"chain 2\": task 1 ran 0 times");
    }

    @Test
    void findATaskThatRanTwice() {
        Bodies bodies = Bodies.checking(chain);
        bodies.run(0);
        bodies.run(0);
        assertThatThrownBy(() -> bodies.verify("eager")).hasMessageContaining("task 0 ran twice");
    }

    @Test
    void findATaskThatRanBeforeItsParent() {
        Bodies bodies = Bodies.checking(chain);
        bodies.run(1);
        bodies.run(0);
        assertThatThrownBy(() -> bodies.verify("hasty")).hasMessageContaining("task 1 ran before its parent 0");
    }
}
