package io.pexen.internal.engine;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The runs whose listeners a thread calls, and those whose results it has taken and not processed yet. Together with
 * the frames of its tasks, see {@link WorkerFrame}, they are what a run that the thread starts is nested in.
 */
final class Nesting {

    /** Stays with the thread when it is empty, because a consumer needs it again for the next result. */
    private static final ThreadLocal<@Nullable ArrayDeque<Frame>> FRAMES = new ThreadLocal<>();

    /** How many runs a thread is mostly inside, at most. */
    private static final int FEW = 4;

    /** A run whose listener the thread calls, or whose result it has taken and not processed yet. */
    private record Frame(ActiveRun run, boolean listens) {}

    private Nesting() {}

    /** The thread is about to call a listener of the run. */
    static void enterListener(ActiveRun run) {
        push(new Frame(run, true));
    }

    /** The thread has taken a result of an iterated run. */
    static void resultTaken(ActiveRun run) {
        push(new Frame(run, false));
    }

    private static void push(Frame frame) {
        ArrayDeque<Frame> frames = FRAMES.get();
        if (frames == null) {
            frames = new ArrayDeque<>(FEW);
            FRAMES.set(frames);
        }
        frames.push(frame);
    }

    /** The listener has returned. */
    static void exitListener(ActiveRun run) {
        remove(new Frame(run, true));
    }

    /** The thread asks for the next result of the run, or closes the run. */
    static void resultProcessed(ActiveRun run) {
        remove(new Frame(run, false));
    }

    private static void remove(Frame frame) {
        ArrayDeque<Frame> frames = FRAMES.get();
        if (frames != null) {
            frames.removeFirstOccurrence(frame);
        }
    }

    /** Whether the thread is not inside any run. */
    static boolean isOutermost() {
        return hasNoFrames() && WorkerFrame.current() == null;
    }

    private static boolean hasNoFrames() {
        ArrayDeque<Frame> frames = FRAMES.get();
        return frames == null || frames.isEmpty();
    }

    /** The depth of a run that the current thread starts: 1 if it is not inside another. */
    static int depth() {
        ActiveRun outer = WorkerFrame.innermostRun();
        ArrayDeque<Frame> frames = FRAMES.get();
        int task = outer == null ? 0 : outer.depth();
        int frame =
                frames == null || frames.isEmpty() ? 0 : frames.element().run.depth();
        return 1 + Math.max(task, frame);
    }

    /** The runs whose listeners the current thread calls, or whose results it has taken. */
    static Set<ActiveRun> runs() {
        if (hasNoFrames()) {
            return Set.of(); // asked for at each result of an iterated run
        }
        Set<ActiveRun> runs = new HashSet<>();
        forEachRun(runs::add);
        return runs;
    }

    /** Passes the runs, the innermost first, some perhaps several times. */
    static void forEachRun(Consumer<ActiveRun> consumer) {
        ArrayDeque<Frame> frames = FRAMES.get();
        if (frames != null) {
            // Not results of runs that have ended, or that another thread iterates now.
            frames.removeIf(frame -> !frame.listens && !frame.run.isDrivenBy(Thread.currentThread()));
            frames.forEach(frame -> consumer.accept(frame.run));
        }
    }
}
