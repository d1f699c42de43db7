package io.pexen.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port of the loopback interface, to which any process of this machine may connect. */
final class LoopbackSocket extends Acceptor {

    private static final Logger LOG = LoggerFactory.getLogger(LoopbackSocket.class);
    /** How long a process that has connected may take to send the secret. */
    private static final long SECRET_NANOS = TimeUnit.SECONDS.toNanos(1);
    /**
     * The most processes that have not sent it yet; if there are more, the first ones are closed. A worker connects
     * again.
     */
    private static final int MOST_CANDIDATES = 64;
    /** A process that connects waits for the next look, which is soon. */
    private static final int BACKLOG = 256;

    private final ServerSocketChannel server;
    private final InetSocketAddress local;
    /** The latest at the end. */
    private final ArrayDeque<Candidate> candidates = new ArrayDeque<>();

    /** A process that has connected, and what it has sent so far. */
    private record Candidate(SocketChannel channel, ByteBuffer said, long deadline) {

        byte[] saidBytes() {
            byte[] bytes = new byte[said.position()];
            said.get(0, bytes);
            return bytes;
        }
    }

    private LoopbackSocket(@Nullable PrivateFolder folder, ServerSocketChannel server) throws IOException {
        super(folder);
        this.server = server;
        server.configureBlocking(false);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        local = (InetSocketAddress) server.getLocalAddress();
    }

    static LoopbackSocket open(@Nullable PrivateFolder folder) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            return new LoopbackSocket(folder, server);
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    @Override
    String address() {
        return Connection.TCP + local.getAddress().getHostAddress() + ":" + local.getPort();
    }

    /** Does not block: all candidates are read in turns, so none keeps another from being read. */
    @Override
    @Nullable
    synchronized Connection look() throws IOException {
        accept();
        for (Iterator<Candidate> each = candidates.iterator(); each.hasNext(); ) {
            Candidate candidate = each.next();
            if (isThrough(candidate)) {
                each.remove();
                if (isSecret(candidate.saidBytes())) {
                    candidate.channel.configureBlocking(true);
                    candidate.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    return Connection.overSocket(candidate.channel);
                }
                close(candidate);
            }
        }
        while (candidates.size() > MOST_CANDIDATES) {
            close(candidates.removeFirst()); // it has been read, in vain
        }
        return null;
    }

    /** Accepts a limited number at a time, so that strangers that never stop do not keep others from being read. */
    private void accept() throws IOException {
        for (int i = 0; i < MOST_CANDIDATES; i++) {
            SocketChannel channel = server.accept();
            if (channel == null) {
                return;
            }
            channel.configureBlocking(false);
            long deadline = System.nanoTime() + SECRET_NANOS;
            candidates.addLast(new Candidate(channel, ByteBuffer.allocate(secret().length()), deadline));
        }
    }

    /** Whether a candidate has sent as much as the secret is long, has gone, or has had enough time. */
    private static boolean isThrough(Candidate candidate) {
        try {
            return candidate.channel.read(candidate.said) < 0
                    || !candidate.said.hasRemaining()
                    || System.nanoTime() - candidate.deadline >= 0;
        } catch (IOException e) {
            LOG.debug("a process that connected has gone", e);
            return true;
        }
    }

    private static void close(Candidate candidate) {
        try {
            candidate.channel.close();
        } catch (IOException e) {
            LOG.debug("a connection could not be closed", e);
        }
    }

    @Override
    synchronized void closeEnds() throws IOException {
        candidates.forEach(LoopbackSocket::close);
        candidates.clear();
        server.close();
    }
}
