package io.pexen.pool;

import java.lang.reflect.Method;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Virtual threads for code that is compiled for Java 17: reached by reflection, from Java 21 on. */
final class VirtualThreads {

    private static final @Nullable ThreadFactory FACTORY = find();

    private VirtualThreads() {}

    static boolean available() {
        return FACTORY != null;
    }

    static ThreadFactory factory() {
        if (FACTORY == null) {
            throw new IllegalStateException("virtual threads need Java 21 or later");
        }
        return FACTORY;
    }

    private static @Nullable ThreadFactory find() {
        if (Runtime.version().feature() < 21) {
            return null;
        }
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Method factory = Class.forName("java.lang.Thread$Builder").getMethod("factory");
            return (ThreadFactory) factory.invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("virtual threads of Java " + Runtime.version() + " are not as known", e);
        }
    }
}
