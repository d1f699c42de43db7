package io.pexen.internal;

/**
 * Makes the threads of pools. They live longer than the task, the request or the user that they happen to be started
 * for, so they take nothing from the thread that starts them: no inheritable thread-local, class loader or priority.
 */
public final class Daemons {

    private Daemons() {}

    /** A daemon thread that has not been started. */
    public static Thread daemon(String name, ClassLoader contextClassLoader, Runnable body) {
        Thread thread = new Thread(null, body, name, 0, false);
        setUp(thread, contextClassLoader);
        return thread;
    }

    /** Sets up a platform thread that was made without inheritable thread-locals. */
    @SuppressWarnings("ThreadPriorityCheck") // not to rely on it: the starting thread's would count otherwise
    public static void setUp(Thread thread, ClassLoader contextClassLoader) {
        thread.setDaemon(true);
        thread.setPriority(Thread.NORM_PRIORITY);
        thread.setContextClassLoader(contextClassLoader);
    }
}
