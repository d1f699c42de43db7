package io.pexen.benchmarks.engine;

import com.github.dexecutor.core.DefaultDexecutor;
import com.github.dexecutor.core.DexecutorConfig;
import com.github.dexecutor.core.ExecutionConfig;
import com.github.dexecutor.core.task.Task;
import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Shape;
import java.io.Serial;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The library Dexecutor, which has no locks. Its time grows with the square of the number of tasks, and a long chain
 * overflows its stack, so it runs small shapes only.
 */
final class Dexecutor implements Engine {

    private static final int MOST_TASKS = 10_000;
    private static final int MOST_DEPTH = 2_000;

    private final ExecutorService threads = Workers.executor("dexecutor");

    @Override
    public String name() {
        return "Dexecutor";
    }

    @Override
    public boolean canRun(Shape shape) {
        return shape.locks() == 0 && shape.size() <= MOST_TASKS && shape.depth() <= MOST_DEPTH;
    }

    @Override
    public Prepared prepare(Shape shape, Bodies bodies) {
        DefaultDexecutor<Integer, Boolean> dexecutor =
                new DefaultDexecutor<>(new DexecutorConfig<>(threads, task -> new BodyTask(bodies, task)));
        for (int task = 0; task < shape.size(); task++) {
            int[] parents = shape.parents().row(task);
            if (parents.length == 0) {
                dexecutor.addIndependent(task);
            }
            for (int parent : parents) {
                dexecutor.addDependency(parent, task);
            }
        }
        return () -> {
            int seen = dexecutor.execute(ExecutionConfig.TERMINATING).getAll().size();
            if (seen != shape.size()) {
                throw new IllegalStateException("results must be " + shape.size() + ", were " + seen);
            }
        };
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** A task in the form that the library requires. */
    private static final class BodyTask extends Task<Integer, Boolean> {

        @Serial
        private static final long serialVersionUID = 1;

        private final transient Bodies bodies;
        private final int task;

        BodyTask(Bodies bodies, int task) {
            this.bodies = bodies;
            this.task = task;
        }

        @Override
        public @Nullable Boolean execute() {
            bodies.run(task);
            return true;
        }
    }
}
