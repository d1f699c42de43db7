package io.pexen.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port of the loopback interface, at which any process of this machine may try. */
final class LoopbackSocket extends Acceptor {

    private static final Logger LOG = LoggerFactory.getLogger(LoopbackSocket.class);
    /** How long a stranger, who connects and says nothing, may hold up the worker. */
    private static final long STRANGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ServerSocketChannel server;
    private final InetSocketAddress local;

    private LoopbackSocket(ServerSocketChannel server) throws IOException {
        this.server = server;
        server.configureBlocking(false);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        local = (InetSocketAddress) server.getLocalAddress();
    }

    static LoopbackSocket open() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            return new LoopbackSocket(server);
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    @Override
    String address() {
        return TCP + local.getAddress().getHostAddress() + ":" + local.getPort();
    }

    @Override
    @Nullable
    Connection look() throws IOException {
        SocketChannel candidate = server.accept();
        if (candidate == null) {
            return null;
        }
        try {
            if (knowsTheSecret(candidate)) {
                candidate.configureBlocking(true);
                candidate.setOption(StandardSocketOptions.TCP_NODELAY, true);
                return Connection.over(candidate, candidate);
            }
        } catch (IOException e) {
            LOG.debug("who connected is gone", e);
        } catch (Throwable e) {
            candidate.close();
            throw e;
        }
        candidate.close();
        return null;
    }

    private boolean knowsTheSecret(SocketChannel candidate) throws IOException {
        candidate.configureBlocking(false);
        ByteBuffer said = ByteBuffer.allocate(secret().length());
        long deadline = System.nanoTime() + STRANGER_NANOS;
        while (said.hasRemaining() && System.nanoTime() - deadline < 0 && candidate.read(said) >= 0) {
            if (said.hasRemaining()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return isSecret(said.array());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
