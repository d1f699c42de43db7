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

    /** Makes virtual threads that inherit no thread-locals and have this context class loader. */
    static ThreadFactory factory(ClassLoader contextClassLoader) {
        if (FACTORY == null) {
            throw new IllegalStateException("virtual threads need Java 21 or later");
        }
        ThreadFactory factory = FACTORY;
        return body -> {
            Thread thread = factory.newThread(body);
            thread.setContextClassLoader(contextClassLoader);
            return thread;
        };
    }

    private static @Nullable ThreadFactory find() {
        if (Runtime.version().feature() < 21) {
            return null;
        }
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Method inherits = Class.forName("java.lang.Thread$Builder$OfVirtual")
                    .getMethod("inheritInheritableThreadLocals", boolean.class);
            inherits.invoke(builder, false);
            Method factory = Class.forName("java.lang.Thread$Builder").getMethod("factory");
            return (ThreadFactory) factory.invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("virtual threads of Java " + Runtime.version() + " are not as known", e);
        }
    }
}
