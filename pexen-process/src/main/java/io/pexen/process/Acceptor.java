package io.pexen.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parent's side until a worker process has connected, over named pipes or TCP. It accepts the process that knows
 * the secret, and answers with another one.
 */
abstract class Acceptor implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;

    private final String secret = random();
    private final String welcome = random();

    /** Deleted as soon as no process connects any more; null if there is none. */
    private final @Nullable PrivateFolder folder;

    Acceptor(@Nullable PrivateFolder folder) {
        this.folder = folder;
    }

    private static String random() {
        byte[] random = new byte[SECRET_BYTES];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Where {@link Connection#to} connects. */
    abstract String address();

    /** Proves the worker to the parent; in ASCII. */
    final String secret() {
        return secret;
    }

    /** Sent to the worker when it is accepted; proves the parent to it. In ASCII. */
    final String welcome() {
        return welcome;
    }

    final boolean isSecret(byte[] said) {
        return MessageDigest.isEqual(said, secret.getBytes(StandardCharsets.US_ASCII));
    }

    /** The connection, if a process that knows the secret has come by now; else null. Does not block. */
    abstract @Nullable Connection look() throws IOException;

    /**
     * Waits for the worker, and then closes this: no other process is accepted.
     *
     * @param deadline in terms of {@link System#nanoTime}
     * @throws SocketTimeoutException if the worker has not connected by then
     * @throws InterruptedIOException if the thread is interrupted; its interrupt status is preserved
     * @throws IOException if the process has ended
     */
    final Connection accept(Process process, long deadline) throws IOException {
        while (true) {
            Connection connection = look();
            if (connection != null) {
                closeQuietly();
                return welcome(connection);
            }
            if (!process.isAlive()) {
                throw new IOException("the process has ended");
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new SocketTimeoutException();
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException();
            }
            // Nothing blocks, so neither the end of the process nor an interrupt has to wake this thread.
            LockSupport.parkNanos(Connection.PAUSE_NANOS);
        }
    }

    private Connection welcome(Connection connection) throws IOException {
        try {
            connection.say(welcome);
            return connection;
        } catch (Throwable e) {
            connection.close();
            throw e;
        }
    }

    /** Closes what processes connect to. */
    abstract void closeEnds() throws IOException;

    @Override
    public final void close() throws IOException {
        try {
            closeEnds();
        } finally {
            if (folder != null) {
                folder.close();
            }
        }
    }

    private void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            LOG.debug("{} could not be closed", address(), e);
        }
    }
}
