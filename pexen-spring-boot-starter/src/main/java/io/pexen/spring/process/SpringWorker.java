package io.pexen.spring.process;

import io.pexen.process.ProcessWorker;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * The main class of a worker process. Starts the application as a worker, by the application's own {@code main}, and
 * executes tasks in it. {@code SpringApplication.run} is abandoned once all beans exist, so no runner is called.
 *
 * <p>Arguments: the class with the {@code main} of the application, or {@code -} to run only the sources; the number of
 * sources; the sources; the arguments of the application.
 */
public final class SpringWorker {

    /** Stands for the main class if there is none. */
    static final String NO_MAIN = "-";

    private SpringWorker() {}

    public static void main(String[] args) throws Throwable {
        ProcessWorker worker = ProcessWorker.start();
        WorkerSettings.properties().forEach((name, value) -> System.setProperty(name, value.toString()));
        int sources = Integer.parseInt(args[1]);
        String[] own = Arrays.copyOfRange(args, 2 + sources, args.length);
        WorkerRunListener listener = new WorkerRunListener();
        try {
            SpringApplication.withHook(listener, () -> {
                start(args[0], Arrays.copyOfRange(args, 2, 2 + sources), own);
                return true;
            });
        } catch (SpringApplication.AbandonedRunException e) {
            // Thrown by the listener: all beans exist.
        } catch (Throwable e) {
            e.printStackTrace(); // to stderr, whose last lines the parent reports
            System.exit(1); // even if the application has left threads running
        }
        ConfigurableApplicationContext context = listener.context();
        if (context == null) {
            throw new IllegalStateException(
                    "the main method of " + args[0] + " did not start a Spring application with pexen's"
                            + " auto-configuration, so this worker process has no beans to execute tasks with");
        }
        Thread.currentThread().setContextClassLoader(context.getClassLoader());
        worker.serve(); // and then ends the JVM, which closes the context
    }

    private static void start(String mainClass, String[] sources, String[] args) throws Exception {
        ClassLoader loader = Objects.requireNonNull(ClassUtils.getDefaultClassLoader());
        if (mainClass.equals(NO_MAIN)) {
            Class<?>[] types = new Class<?>[sources.length];
            for (int i = 0; i < types.length; i++) {
                types[i] = Class.forName(sources[i], true, loader);
            }
            new SpringApplication(types).run(args);
            return;
        }
        Method main = Class.forName(mainClass, true, loader).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        try {
            main.invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            throw unwrapped(e);
        }
    }

    private static Exception unwrapped(InvocationTargetException e) {
        @Nullable Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof Exception exception ? exception : e;
    }
}
