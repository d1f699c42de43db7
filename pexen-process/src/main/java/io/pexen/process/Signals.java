package io.pexen.process;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Lets a worker process survive the signals that a terminal or a service manager sends to a whole process group: its
 * workers end when the parent has no more tasks for them, and when it dies.
 *
 * <p>This uses a handler that does nothing, because processes that tasks start would inherit ignored signals. It uses
 * reflection, because the JDK's only API, {@code sun.misc.Signal}, is in a module that an image may lack; the signals
 * then end the worker.
 */
final class Signals {

    private static final String[] NAMES = {"INT", "TERM", "HUP"};

    private Signals() {}

    static void outlive() {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Constructor<?> constructor = type.getConstructor(String.class);
            Method handle = type.getMethod("handle", type, handlerType);
            Object nothing = Proxy.newProxyInstance(
                    handlerType.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> null);
            for (String name : NAMES) {
                handle(name, constructor, handle, nothing);
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            return; // no jdk.unsupported here
        }
    }

    private static void handle(String name, Constructor<?> signal, Method handle, Object handler) {
        try {
            handle.invoke(null, signal.newInstance(name), handler);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return; // the system has no such signal, or -Xrs forbids the JVM to handle it
        }
    }
}
