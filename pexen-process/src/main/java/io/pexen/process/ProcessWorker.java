package io.pexen.process;

import io.pexen.task.SharedState;
import io.pexen.task.Task;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskRes;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The child's side of a {@link ProcessWorkerPool}: executes what the parent asks for, one task at a time, on the thread
 * that {@link #serve}s. The pool starts its {@link #main}, unless a framework has its own main class, which calls
 * {@link #start}, sets itself up, and then serves.
 *
 * <p>Another thread listens to stdin, so the connection belongs to the thread that serves: on stdin, the parent orders
 * to interrupt a task, or to end the process. If stdin is closed the parent is dead, and the process ends at once, with
 * all processes that it has started. For tasks, stdin is empty. Signals that go to the whole process group, for example
 * from Ctrl-C, do not end it.
 */
public final class ProcessWorker {

    /** The system property with the path of the file that contains the arguments of this JVM. */
    static final String ARGUMENT_FILE = "pexen.worker.argument-file";

    private record Context(Task task, SharedState shared) implements TaskContext {}

    private final Hello hello;
    private final DataInputStream parent;

    /** The folder that the parent deletes when this is connected; null if there is none. */
    private final @Nullable File folder;

    private volatile boolean connected;

    private final CountDownLatch outlivesSignals = new CountDownLatch(1);

    private final CurrentRequest current = new CurrentRequest();

    private ProcessWorker(Hello hello, DataInputStream parent, @Nullable File folder) {
        this.hello = hello;
        this.parent = parent;
        this.folder = folder;
    }

    /** Serves requests until the parent closes the connection. */
    public static void main(String[] args) {
        start().serve();
    }

    /**
     * Connects to the pool, and executes tasks until the pool is closed or replaces the worker. Does not return: it
     * ends this JVM, whatever threads tasks have left behind; with status 1 and a stack trace if it fails.
     */
    public void serve() {
        int status = 0;
        try {
            answerRequests();
        } catch (Throwable e) {
            e.printStackTrace(); // on stderr, whose last lines the parent reports
            status = 1;
            deleteOrphaned();
        }
        System.exit(status);
    }

    /**
     * Takes over stdin, and ends this JVM when the parent dies. Call it before anything that takes time, also because
     * it deletes the file with the arguments of this JVM, which the parent leaves behind if it is killed before the
     * worker is ready.
     *
     * @throws IllegalStateException if this JVM was not started by a pool
     */
    public static ProcessWorker start() {
        File folder = deleteArgumentFile();
        DataInputStream parent = new DataInputStream(System.in);
        System.setIn(InputStream.nullInputStream());
        ProcessWorker worker;
        try {
            worker = new ProcessWorker(Hello.readFrom(parent), parent, folder);
        } catch (IOException e) {
            deleteOrphaned(folder);
            throw new IllegalStateException(
                    ProcessWorker.class.getName() + " is to be started by a ProcessWorkerPool, which tells it on stdin"
                            + " what to do; nothing was there",
                    e);
        }
        new Listener(worker).start();
        return worker;
    }

    /** Deletes it, and returns the folder in which it was; null if there is none. */
    private static @Nullable File deleteArgumentFile() {
        String name = System.clearProperty(ARGUMENT_FILE);
        if (name == null) {
            return null;
        }
        File file = new File(name);
        file.delete(); // else the parent does
        return file.getParentFile();
    }

    /** Deletes what the parent cannot delete any more. After this has connected, something else may be at that path. */
    private void deleteOrphaned() {
        if (!connected) {
            deleteOrphaned(folder);
        }
    }

    /** Logs nothing: a logger takes time to start, and a framework may have to set it up first. */
    private static void deleteOrphaned(@Nullable File folder) {
        if (folder != null) {
            new File(folder, Connection.ANSWERS).delete();
            new File(folder, Connection.REQUESTS).delete();
            folder.delete();
        }
    }

    /**
     * Listens to the parent. A class, because the first lambda of a JVM takes some milliseconds, and a worker should be
     * ready soon.
     */
    private static final class Listener extends Thread {

        private final ProcessWorker worker;

        Listener(ProcessWorker worker) {
            super("pexen-parent");
            this.worker = worker;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                Signals.outlive(); // here, because it takes as long as the rest of the start
            } finally {
                worker.outlivesSignals.countDown();
            }
            worker.listen();
        }
    }

    /** The name of this worker, {@code <pool>-<number>}, as in the log of the parent. */
    public String name() {
        return hello.workerName();
    }

    private void listen() {
        try {
            while (true) {
                int order = parent.readByte();
                if (order == Hello.CANCEL) {
                    current.cancel(parent.readLong());
                } else if (order == Hello.EXIT) {
                    new Thread(() -> System.exit(0), "pexen-exit").start();
                }
            }
        } catch (Throwable e) { // the parent is dead, or can send no more orders
            try {
                ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
                deleteOrphaned();
            } finally {
                Runtime.getRuntime().halt(1);
            }
        }
    }

    private void answerRequests() {
        PayloadSerializer serializer =
                Sources.create(load(hello.serializer()).asSubclass(PayloadSerializer.class), "a serializer");
        Sources sources = new Sources(loadAll(hello.sources()));
        try {
            outlivesSignals.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("worker " + name() + " was interrupted before it was ready", e);
        }
        try (Connection connection = Connection.to(hello)) {
            connected = true;
            while (true) {
                Request request =
                        Request.decode(new Incoming(connection.in(), hello.messageLimit()), sources, serializer);
                execute(request, serializer).sendTo(connection.out());
            }
        } catch (EOFException e) {
            // The pool is closed, or this worker is replaced.
        } catch (IOException e) {
            throw new IllegalStateException("worker " + name() + " has lost its connection to the pool", e);
        }
    }

    private static List<Class<?>> loadAll(List<String> names) {
        List<Class<?>> types = new ArrayList<>();
        for (String name : names) {
            types.add(load(name));
        }
        return types;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "the class " + name + " is not on the class path of the worker process; name it in"
                            + " ProcessWorkerPool.builder().classPath(...)",
                    e);
        }
    }

    private Outgoing execute(Request request, PayloadSerializer serializer) {
        if (!request.lost().isEmpty()) {
            return answer(request, 0, Answer.notExecuted(request), serializer);
        }
        long began = System.nanoTime();
        TaskRes res = execute(request);
        return answer(request, System.nanoTime() - began, res, serializer);
    }

    private Outgoing answer(Request request, long nanos, TaskRes res, PayloadSerializer serializer) {
        try {
            return Answer.encode(request.number(), nanos, res, serializer, hello.messageLimit());
        } catch (RuntimeException e) { // for example, a thread of the task still changes the shared state
            String reason = "the result of task \"" + request.task().id() + "\" cannot be sent: " + Reasons.of(e);
            return Answer.encodeBare(request.number(), nanos, res, reason, serializer, hello.messageLimit());
        }
    }

    private TaskRes execute(Request request) {
        current.begin(request.number());
        try {
            return Task.execute(new Context(request.task(), request.shared()));
        } finally {
            current.end();
        }
    }
}
