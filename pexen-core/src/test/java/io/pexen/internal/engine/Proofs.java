package io.pexen.internal.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pexen.task.Task;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;

/**
 * How the points where threads meet are checked: Lincheck tries the interleavings of small random scenarios. It looks
 * for a sequential order that explains what the operations returned, or leaves the check to the structure, which states
 * in a validation method what must hold when all threads are done.
 *
 * <p>A model checker steps through threads one at a time, so it assumes sequentially consistent memory. What a
 * processor or compiler may reorder is covered by {@link FaultRunTest} and {@link LostTaskTest}, which run on real
 * threads.
 */
final class Proofs {

    private Proofs() {}

    /** Lincheck misses races of local objects on newer Javas. */
    static void onJava17() {
        int feature = Runtime.version().feature();
        assumeTrue(feature == 17, "Lincheck finds races on Java 17 only, and this is Java " + feature);
    }

    /** All results must be those of some sequential order of the operations on {@code specification}. */
    static void linearizable(Class<?> structure, Class<?> specification, int threads) {
        onJava17();
        new ModelCheckingOptions()
                .threads(threads)
                .actorsPerThread(3)
                .iterations(30)
                .invocationsPerIteration(1_000)
                .sequentialSpecification(specification)
                .check(structure);
        new StressOptions()
                .threads(2)
                .actorsPerThread(4)
                .iterations(5)
                .invocationsPerIteration(500)
                .sequentialSpecification(specification)
                .check(structure);
    }

    /** What the structure validates must hold after each scenario, whatever the operations returned. */
    static void quiet(Class<?> structure, int threads, int actors) {
        onJava17();
        new ModelCheckingOptions()
                .threads(threads)
                .actorsPerThread(actors)
                .actorsBefore(0)
                .actorsAfter(0)
                .iterations(30)
                .invocationsPerIteration(1_000)
                .verifier(EpsilonVerifier.class)
                .check(structure);
    }

    /** A slot with a task that is never executed, known by its index. */
    static Slot slot(int index) {
        Slot slot = new Slot(0);
        slot.dispatch(index, TASK, null);
        return slot;
    }

    static final Task TASK = Task.named("any").runs(() -> {});
}
