package io.pexen.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes which workers started and ended. */
final class Workers implements WorkerListener {

    private final List<Long> started = new CopyOnWriteArrayList<>();
    private final List<WorkerEnd> ended = new CopyOnWriteArrayList<>();

    @Override
    public void workerStarted(String pool, String worker, long pid, Duration took) {
        started.add(pid);
    }

    @Override
    public void workerEnded(String pool, String worker, WorkerEnd reason, int exitStatus) {
        ended.add(reason);
    }

    List<Long> started() {
        return started;
    }

    List<WorkerEnd> ended() {
        return ended;
    }

    int ended(WorkerEnd reason) {
        return (int) ended.stream().filter(each -> each == reason).count();
    }
}
