package io.pexen.contract;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what the current thread allocates, which does not depend on the machine as times do. */
public final class Allocated {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocated() {}

    /** The megabytes that this thread allocates in the action. */
    public static double megabytes(Runnable action) {
        long id = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(id);
        action.run();
        return (THREADS.getThreadAllocatedBytes(id) - before) / 1e6;
    }
}
