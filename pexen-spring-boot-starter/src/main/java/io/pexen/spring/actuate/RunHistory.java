package io.pexen.spring.actuate;

import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.RunSummary;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Remembers the last runs that have ended, up to a limit. Thread-safe. */
final class RunHistory implements RunListener {

    private final int limit;

    /** The latest first; guarded by itself. */
    private final Deque<EndedRun> runs = new ArrayDeque<>();

    RunHistory(int limit) {
        this.limit = limit;
    }

    @Override
    public void runEnded(RunHandle run, RunSummary summary) {
        EndedRun ended = EndedRun.of(run, summary);
        synchronized (runs) {
            runs.addFirst(ended);
            if (runs.size() > limit) {
                runs.removeLast();
            }
        }
    }

    /** The remembered runs, the latest first. */
    List<EndedRun> last() {
        synchronized (runs) {
            return List.copyOf(runs);
        }
    }
}
