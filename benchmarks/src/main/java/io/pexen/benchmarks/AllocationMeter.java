package io.pexen.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Bytes that all threads have allocated since the JVM started. Needs JDK 21 or later. */
final class AllocationMeter {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final @Nullable Method TOTAL = total();

    private AllocationMeter() {}

    private static @Nullable Method total() {
        try {
            return com.sun.management.ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    /** The bytes; NaN if the JVM cannot measure them. */
    static double bytes() {
        if (TOTAL == null) {
            return Double.NaN;
        }
        try {
            return (long) TOTAL.invoke(THREADS);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the JVM does not report allocated bytes", e);
        }
    }
}
