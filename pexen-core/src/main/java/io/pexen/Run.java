package io.pexen;

import io.pexen.graph.TaskGraph;
import io.pexen.internal.engine.IteratedRun;
import io.pexen.internal.engine.Setup;
import io.pexen.pool.WorkerPool;
import io.pexen.run.RunHandle;
import io.pexen.run.RunProgress;
import io.pexen.run.RunSummary;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.Collection;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One execution of a sched, whose results are iterated as tasks finish.
 *
 * <p>The consumer drives the run: tasks are dispatched and unlocked only while it is inside {@link Iterator#hasNext} or
 * {@link Iterator#next}. So execution never outruns the processing of results; what was dispatched before, at most
 * {@code workers + spare} tasks for each pool, continues meanwhile. {@snippet file="io/pexen/SnippetsTest.java"
 * region="run"}
 *
 * <p>Iterable once, by one thread at a time. Close it to end it early; after its last result it is closed already.
 */
public final class Run implements RunHandle, Iterable<TaskRes>, AutoCloseable {

    private final IteratedRun run;
    private final RunHandle handle;
    private boolean iterated;

    Run(Setup setup, WorkerPool pool, boolean ownPool, Collection<RunHandle> active) {
        run = new IteratedRun(setup, pool, ownPool, active);
        handle = run.handle();
        run.start();
    }

    /**
     * The results, as tasks finish.
     *
     * @throws IllegalStateException if the run was iterated before: a run happens once; call {@link Sched#run} again
     */
    @Override
    public Iterator<TaskRes> iterator() {
        if (iterated) {
            throw new IllegalStateException(
                    "a run can be iterated once; start another with run() of sched \"" + schedName() + "\"");
        }
        iterated = true;
        return run;
    }

    /** The results as a sequential stream; closing it closes the run. */
    public Stream<TaskRes> stream() {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL),
                        false)
                .onClose(this::close);
    }

    /**
     * The outcome of the run.
     *
     * @throws IllegalStateException if the run has not ended: take its results to the end, or close it
     */
    public RunSummary summary() {
        RunSummary summary = run.summary();
        if (summary == null) {
            throw new IllegalStateException("the run of sched \"" + schedName()
                    + "\" has not ended; its summary is there when all results have been taken, or it is closed");
        }
        return summary;
    }

    /**
     * Ends the run: nothing new is dispatched, running bodies are interrupted, and the call returns when they have
     * ended or the grace period is over. Harmless if the run has ended. While another thread is inside the iterator,
     * this only asks that thread to end the run, as {@link #cancel} does; the same holds for a body of the run itself,
     * which could not wait for its own end.
     */
    @Override
    public void close() {
        run.close();
    }

    @Override
    public long id() {
        return handle.id();
    }

    @Override
    public String schedName() {
        return handle.schedName();
    }

    @Override
    public WorkerPool pool() {
        return handle.pool();
    }

    @Override
    public WorkerPool pool(Task task) {
        return handle.pool(task);
    }

    @Override
    public TaskGraph graph() {
        return handle.graph();
    }

    @Override
    public java.time.Instant started() {
        return handle.started();
    }

    @Override
    public RunProgress progress() {
        return handle.progress();
    }

    @Override
    public boolean isCancelled() {
        return handle.isCancelled();
    }

    @Override
    public void cancel() {
        handle.cancel();
    }
}
