package io.pexen.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a worker process connects: at a Unix domain socket in the folder for temporary files, or, where that cannot be had, at a
 * port of the loopback interface. It lets in the one who knows the secret.
 */
final class Acceptor implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;
    /** How long a stranger, who connects and says nothing, may hold up the worker. */
    private static final long STRANGER_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Between two looks. Nothing blocks, so an interrupt closes no channel, and the end of the process has to wake nobody. */
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final ServerSocketChannel server;
    private final SocketAddress address;
    private final String secret;

    private Acceptor(ServerSocketChannel server) throws IOException {
        byte[] random = new byte[SECRET_BYTES];
        RANDOM.nextBytes(random);
        secret = HexFormat.of().formatHex(random);
        this.server = server;
        server.configureBlocking(false);
        address = server.getLocalAddress();
    }

    static Acceptor open() throws IOException {
        try {
            return unix();
        } catch (IOException | UnsupportedOperationException e) { // such as a path that is too long for a socket
            LOG.debug("no Unix domain socket, so workers connect over TCP", e);
            return tcp();
        }
    }

    static Acceptor unix() throws IOException {
        Acceptor acceptor = bound(ServerSocketChannel.open(StandardProtocolFamily.UNIX), null);
        if (acceptor.address instanceof UnixDomainSocketAddress unix
                && !unix.getPath().isAbsolute()) {
            acceptor.close();
            throw new IOException(unix + " is relative, and a worker may have another working directory");
        }
        return acceptor;
    }

    static Acceptor tcp() throws IOException {
        return bound(ServerSocketChannel.open(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static Acceptor bound(ServerSocketChannel server, @Nullable SocketAddress address) throws IOException {
        try {
            return new Acceptor(server.bind(address));
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    SocketAddress address() {
        return address;
    }

    /** What proves a worker, in ASCII. */
    String secret() {
        return secret;
    }

    /**
     * Waits for the worker.
     *
     * @param deadline of {@link System#nanoTime}
     * @throws SocketTimeoutException if it has not come by then
     * @throws InterruptedIOException if the thread is interrupted, which it then still is
     * @throws IOException if the process has ended
     */
    Connection accept(Process process, long deadline) throws IOException {
        while (true) {
            SocketChannel candidate = server.accept();
            if (candidate != null && knowsTheSecret(candidate)) {
                return connect(candidate);
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
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static Connection connect(SocketChannel worker) throws IOException {
        try {
            worker.configureBlocking(true);
            return new Connection(worker);
        } catch (Throwable e) {
            worker.close();
            throw e;
        }
    }

    /** Whether who connects says the secret; closes the connection if not. */
    private boolean knowsTheSecret(SocketChannel candidate) throws IOException {
        ByteBuffer said = ByteBuffer.allocate(secret.length());
        try {
            candidate.configureBlocking(false);
            long deadline = System.nanoTime() + STRANGER_NANOS;
            while (said.hasRemaining() && System.nanoTime() - deadline < 0 && candidate.read(said) >= 0) {
                if (said.hasRemaining()) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        } catch (IOException e) {
            LOG.debug("who connected is gone", e);
        }
        boolean knows = MessageDigest.isEqual(said.array(), secret.getBytes(StandardCharsets.US_ASCII));
        if (!knows) {
            candidate.close();
        }
        return knows;
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (address instanceof UnixDomainSocketAddress unix) {
            Files.deleteIfExists(unix.getPath());
        }
    }
}
