package io.pexen.process;

import io.pexen.task.PexenException;
import org.jspecify.annotations.Nullable;

/**
 * The worker process that executed a task has died, or had to be killed. It is unknown how far the task came; it is not
 * executed again.
 */
public class WorkerLostException extends PexenException {

    private static final long serialVersionUID = 1L;

    /** On POSIX systems, the exit status of a process that a signal has ended is this plus the number of the signal. */
    private static final int SIGNALLED = 128;

    private final String workerName;
    private final int exitStatus;
    private final boolean outOfMemory;
    private final String stderrTail;

    WorkerLostException(
            String workerName,
            String taskId,
            int exitStatus,
            boolean outOfMemory,
            @Nullable String why,
            String stderrTail) {
        super("worker " + workerName + " was lost while it executed task \"" + taskId + "\": "
                + describe(exitStatus, outOfMemory, why) + lastLines("stderr", stderrTail));
        this.workerName = workerName;
        this.exitStatus = exitStatus;
        this.outOfMemory = outOfMemory;
        this.stderrTail = stderrTail;
    }

    private static String describe(int exitStatus, boolean outOfMemory, @Nullable String why) {
        if (why != null) {
            return why;
        }
        if (outOfMemory) {
            return "it ran out of memory (OutOfMemoryError, " + exit(exitStatus)
                    + "); give the pool's workers a larger heap, or the task less to hold";
        }
        return "it ended with " + exit(exitStatus);
    }

    static String exit(int exitStatus) {
        String name = switch (exitStatus - SIGNALLED) {
            case 1 -> "SIGHUP";
            case 2 -> "SIGINT";
            case 3 -> "SIGQUIT";
            case 4 -> "SIGILL";
            case 6 -> "SIGABRT";
            case 7 -> "SIGBUS";
            case 8 -> "SIGFPE";
            case 9 -> "SIGKILL";
            case 11 -> "SIGSEGV";
            case 13 -> "SIGPIPE";
            case 15 -> "SIGTERM";
            default -> "";
        };
        return "exit status " + exitStatus + (name.isEmpty() ? "" : " (" + name + ")");
    }

    /** Whether the process was ended by a signal that others send: HUP, INT, KILL or TERM. */
    static boolean isKilled(int exitStatus) {
        int signal = exitStatus - SIGNALLED;
        return signal == 1 || signal == 2 || signal == 9 || signal == 15;
    }

    static String lastLines(String stream, String tail) {
        return tail.isEmpty() ? "" : "; its last lines on " + stream + ":\n" + tail;
    }

    /** The name of the worker process, {@code <pool>-<number>}, as in the log. */
    public String workerName() {
        return workerName;
    }

    /** The exit status of the process; 128 plus the number of the signal if one has ended it. */
    public int exitStatus() {
        return exitStatus;
    }

    /** The number of the signal that has ended the process, for example 9 for {@code kill -9}; 0 if none has. */
    public int signal() {
        return exitStatus > SIGNALLED ? exitStatus - SIGNALLED : 0;
    }

    /** Whether the process ended because it ran out of memory. */
    public boolean isOutOfMemory() {
        return outOfMemory;
    }

    /** The last lines that the process has written to stderr, a few kilobytes at most. */
    public String stderrTail() {
        return stderrTail;
    }
}
