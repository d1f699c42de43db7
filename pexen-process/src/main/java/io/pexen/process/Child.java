package io.pexen.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pexen.internal.Daemons;
import io.pexen.internal.Nanos;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskRes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker process, as the parent sees it. It executes one task at a time, for the thread that has taken it; other
 * threads may cancel or kill it.
 *
 * <p>Requests and answers go over a {@link Connection}, which the child opens, and on which it proves itself with a
 * secret. Orders go over its stdin. Two threads read what it prints, and a third one waits for its end, and then closes
 * the connection, so a thread that waits for an answer is woken.
 */
final class Child {

    private static final Logger LOG = LoggerFactory.getLogger(Child.class);
    /**
     * How long to wait for the last output of a process that has ended; one that it has started may keep the stream
     * open.
     */
    private static final long LAST_WORDS_MILLIS = 500;

    private final String name;
    private final Launch launch;
    private final Figures figures;
    private final PayloadSerializer serializer;
    private final Process process;
    private final Acceptor acceptor;
    private final Orders orders;
    private final Output stdout;
    private final Output stderr;
    private final Thread waiter;
    private final long startedAt = System.nanoTime();

    /** Used by the thread that has taken the child. */
    private int executed;

    @GuardedBy("this")
    private @Nullable Connection connection;

    /** The number of the request that is being executed; 0 if none is. */
    @GuardedBy("this")
    private long running;

    @GuardedBy("this")
    private @Nullable String killedWhy;

    /** How many bytes of a request the process had not read when it ended; -1 if unknown. */
    @GuardedBy("this")
    private int unread = -1;

    @GuardedBy("this")
    private @Nullable WorkerEnd reason;

    /**
     * Starts the process; {@link #awaitReady} waits for it.
     *
     * @param ended called at its end, on a thread of the child
     * @throws IOException if there is no process
     */
    Child(
            String name,
            Launch launch,
            PayloadSerializer serializer,
            Figures figures,
            ClassLoader contextClassLoader,
            Consumer<Child> ended)
            throws IOException {
        this.name = name;
        this.launch = launch;
        this.serializer = serializer;
        this.figures = figures;
        PrivateFolder folder = PrivateFolder.createIfPossible();
        try {
            process = launch.start(folder, name);
        } catch (Throwable e) {
            close(folder);
            throw new IOException("there is no process: " + e, e);
        }
        try {
            acceptor = Launch.acceptor(folder); // while the JVM starts
        } catch (Throwable e) {
            process.destroyForcibly();
            close(folder);
            throw new IOException("there is no way to connect with it: " + e, e);
        }
        orders = new Orders(process, name);
        stdout = new Output(process.getInputStream(), name, false, figures, contextClassLoader);
        stderr = new Output(process.getErrorStream(), name, true, figures, contextClassLoader);
        waiter = Daemons.daemon(name + "-waiter", contextClassLoader, () -> awaitEnd(ended));
        try {
            stdout.start();
            stderr.start();
            waiter.start();
        } catch (Throwable e) { // no more threads
            process.destroyForcibly();
            close(acceptor);
            throw new IOException("it cannot be watched: " + e, e);
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    /** Whether it can execute a task, and has not been ordered to end. */
    synchronized boolean isUsable() {
        return reason == null && process.isAlive();
    }

    /** Whether it has been ready, and is usable. */
    synchronized boolean isReady() {
        return connection != null && isUsable();
    }

    /** How many tasks it has executed. */
    int executed() {
        return executed;
    }

    /**
     * Waits until the process has connected and shown the secret.
     *
     * @throws WorkerStartException if it ends before that, takes too long, or this thread is interrupted; it is killed
     *     then
     */
    void awaitReady() {
        try {
            orders.hello(launch.hello(acceptor, name));
            Connection connected = acceptor.accept(process, startedAt + Nanos.of(launch.startTimeout()));
            synchronized (this) {
                connection = connected;
            }
            if (!process.isAlive()) {
                connected.close();
                throw new IOException("it ended as soon as it was ready");
            }
        } catch (SocketTimeoutException e) {
            kill(WorkerEnd.START_FAILED, "it was not ready within " + launch.startTimeout());
            throw startFailed(e);
        } catch (InterruptedIOException e) {
            kill(WorkerEnd.KILLED, "the task that it was started for was cancelled");
            throw startFailed(e);
        } catch (Throwable e) { // usually it has ended, and its stdin with it
            Waiting.join(waiter, TimeUnit.SECONDS.toMillis(1));
            kill(WorkerEnd.START_FAILED, "it could not be connected: " + e);
            throw startFailed(e);
        }
    }

    private WorkerStartException startFailed(Throwable cause) {
        int status = status();
        String why;
        boolean killed;
        synchronized (this) {
            killed = killedWhy == null && WorkerLostException.isKilled(status);
            why = killedWhy != null ? killedWhy : "it ended with " + WorkerLostException.exit(status);
        }
        // A JVM reports bad options on stdout.
        return new WorkerStartException(
                "worker " + name + " could not be started: " + why
                        + WorkerLostException.lastLines("stderr", stderr.tail(LAST_WORDS_MILLIS))
                        + WorkerLostException.lastLines("stdout", stdout.tail(LAST_WORDS_MILLIS)),
                cause,
                killed);
    }

    /** From now on, the request of this number may be cancelled; it is sent next. */
    synchronized void begin(long number) {
        running = number;
    }

    /**
     * Sends a task and waits for its answer; called by the thread that has taken the child.
     *
     * @return null if the process ended before it had read the task: then it has certainly not begun
     */
    @Nullable
    TaskRes execute(long number, Outgoing request, TaskContext context) {
        executed++;
        int sent = -1;
        try {
            Connection connected = connection();
            long sentAt = System.nanoTime();
            sent = request.sendTo(connected.out());
            Incoming message = new Incoming(connected.in(), launch.messageLimit());
            Answer answer = Answer.decode(message, context, name, serializer);
            if (answer.number() != number) {
                throw new IOException("it answered request " + answer.number() + " in place of " + number);
            }
            figures.roundTrip(sent, message.size(), System.nanoTime() - sentAt - answer.nanos());
            return answer.res();
        } catch (Throwable e) { // the connection may be within a message, so the process is of no more use
            WorkerLostException lost = lost(context.task().id(), e);
            return hasNotBegun(sent) ? null : new TaskRes(context.task(), context.shared(), null, lost);
        } finally {
            synchronized (this) {
                running = 0;
            }
        }
    }

    /** Whether it ended by itself without having read a byte of the request, or before all of it was sent. */
    private synchronized boolean hasNotBegun(int sent) {
        return killedWhy == null && (sent < 0 || sent <= unread);
    }

    private synchronized Connection connection() {
        return Objects.requireNonNull(connection, "it is ready");
    }

    private WorkerLostException lost(String taskId, Throwable broken) {
        Waiting.join(waiter, TimeUnit.SECONDS.toMillis(1)); // mostly, it broke because the process has ended
        kill(WorkerEnd.LOST, "its connection broke: " + broken);
        int status = status();
        WorkerLostException lost;
        boolean outOfMemory = ranOutOfMemory(status);
        String tail = stderr.tail(LAST_WORDS_MILLIS);
        synchronized (this) {
            lost = new WorkerLostException(name, taskId, status, outOfMemory, killedWhy, tail);
        }
        lost.addSuppressed(broken);
        return lost;
    }

    /** Whether it ended as {@code -XX:+ExitOnOutOfMemoryError} ends a JVM. */
    private boolean ranOutOfMemory(int status) {
        return status == 3 && stdout.tail(LAST_WORDS_MILLIS).contains("Terminating due to java.lang.OutOfMemoryError");
    }

    /** Interrupts the request, if it is being executed: under the monitor, so that no later request is hit. */
    synchronized void cancel(long number) {
        if (running == number) {
            orders.cancel(number);
        }
    }

    /**
     * Kills the process if the request is still being executed: under the monitor, so never because of the next one.
     */
    synchronized void killIfRunning(long number, String why) {
        if (running == number) {
            kill(WorkerEnd.KILLED, why);
        }
    }

    /** Orders the process to end; {@link #awaitEnd} waits for that. */
    void end(WorkerEnd how) {
        synchronized (this) {
            reason = reason == null ? how : reason;
        }
        orders.exit();
    }

    /** Kills the process and all that it has started, if it is alive. */
    synchronized void kill(WorkerEnd how, @Nullable String why) {
        reason = reason == null ? how : reason;
        if (process.isAlive()) {
            killedWhy = killedWhy == null ? why : killedWhy;
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Kills the process if it is not ready yet. */
    synchronized void giveUpStart() {
        if (connection == null) {
            kill(WorkerEnd.CLOSED, "its pool was closed");
        }
    }

    /** Waits for the end of the process, and until its output is in the log, at most for this time. */
    void awaitEnd(long millis) {
        if (Thread.currentThread() != waiter) { // which may call a listener that closes the pool
            Waiting.join(waiter, millis);
        }
    }

    /** Why it has ended. To be called when it has. */
    WorkerEnd reason() {
        int status = status();
        synchronized (this) {
            if (reason != null && reason != WorkerEnd.LOST) {
                return reason;
            }
            if (connection == null) {
                return WorkerEnd.START_FAILED;
            }
        }
        return ranOutOfMemory(status) ? WorkerEnd.OUT_OF_MEMORY : WorkerEnd.LOST;
    }

    /** Its exit status, when it has ended. */
    int status() {
        return Waiting.exitStatus(process);
    }

    private void awaitEnd(Consumer<Child> ended) {
        status();
        close(acceptor);
        synchronized (this) {
            if (connection != null) {
                noteUnread(connection);
                close(connection);
            }
        }
        close(orders);
        stdout.awaitEnd(LAST_WORDS_MILLIS);
        stderr.awaitEnd(LAST_WORDS_MILLIS);
        ended.accept(this);
    }

    @GuardedBy("this")
    private void noteUnread(Connection ended) {
        try {
            unread = ended.unread();
        } catch (IOException e) {
            LOG.debug("[{}] left an unknown part of a request unread", name, e);
        }
    }

    private void close(@Nullable AutoCloseable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (Exception e) {
            LOG.debug("[{}] {} could not be closed", name, closeable, e);
        }
    }
}
