package io.pexen.process;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One end of the connection between the parent and a worker process, buffered both ways. For one thread at a time.
 *
 * <p>The worker's end uses plain streams, which are initialized faster than channels. The parent's end uses channels,
 * because any thread may close those while another one reads or writes. An interrupt closes them too, so the threads
 * that use them override {@link Thread#interrupt}.
 */
final class Connection implements Closeable {

    /** How an address begins that ends with the folder of two pipes. */
    static final String PIPES = "pipes:";

    /** How an address begins that ends with host and port. */
    static final String TCP = "tcp:";

    /** The name of the pipe to the worker. */
    static final String REQUESTS = "requests";

    /** The name of the pipe to the parent. */
    static final String ANSWERS = "answers";

    /** The pause between two looks for the other side. */
    static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    /** For streams: the most that the JDK reads and writes without an allocation in native memory. */
    private static final int STREAM_BUFFER = 1 << 13;

    private static final int CHANNEL_BUFFER = 1 << 16;

    /** How long connecting to a port of this machine may take; it takes no time unless too many wait there already. */
    private static final int CONNECT_MILLIS = 1_000;

    private final InputStream source;
    private final OutputStream sink;
    private final DataInputStream in;
    private final DataOutputStream out;

    /** Another end of the pipe to the worker, which is never read; null if there is none. */
    private final @Nullable FileInputStream unread;

    private Connection(InputStream in, OutputStream out, @Nullable FileInputStream unread) {
        this.unread = unread;
        this.source = in;
        this.sink = out;
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
    }

    /** The parent's end of two pipes. */
    static Connection overPipes(ReadableByteChannel in, WritableByteChannel out, FileInputStream unread) {
        return new Connection(new In(in), new Out(out), unread);
    }

    /** The parent's end of a socket. */
    static Connection overSocket(SocketChannel socket) {
        return new Connection(new In(socket), new Out(socket), null);
    }

    /**
     * The worker's end: connects to the parent, and proves itself. Over TCP, strangers may cause the parent to close
     * the connection before it has heard this worker, or to have no room for another one: then it tries again, until
     * the parent kills it, or dies.
     *
     * @throws IOException if a pipe is broken
     */
    static Connection to(Hello hello) throws IOException {
        while (true) {
            Connection connection = null;
            try {
                connection = to(hello.address());
                connection.say(hello.secret());
                byte[] answer = connection.in.readNBytes(hello.welcome().length());
                if (MessageDigest.isEqual(answer, hello.welcome().getBytes(StandardCharsets.US_ASCII))) {
                    return connection;
                }
                throw new EOFException("it was closed before it was ready");
            } catch (IOException e) {
                if (connection != null) {
                    connection.close();
                }
                if (!hello.address().startsWith(TCP)) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Connects to an {@link Acceptor#address}. */
    static Connection to(String address) throws IOException {
        if (address.startsWith(TCP)) {
            int colon = address.lastIndexOf(':');
            InetAddress host = InetAddress.getByName(address.substring(TCP.length(), colon));
            Socket socket = new Socket(Proxy.NO_PROXY); // whatever proxy the application has set
            socket.connect(new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1))), CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            return overStreams(socket.getInputStream(), socket.getOutputStream());
        }
        Path folder = Path.of(address.substring(PIPES.length()));
        return overStreams(
                new FileInputStream(folder.resolve(REQUESTS).toFile()),
                new FileOutputStream(folder.resolve(ANSWERS).toFile()));
    }

    private static Connection overStreams(InputStream in, OutputStream out) {
        return new Connection(
                new BufferedInputStream(in, STREAM_BUFFER), new BufferedOutputStream(out, STREAM_BUFFER), null);
    }

    DataInputStream in() {
        return in;
    }

    /** Sends a text, in ASCII, at once. */
    void say(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** The stream to the other end, which needs to be flushed. */
    DataOutputStream out() {
        return out;
    }

    /** How many sent bytes the worker has not read; -1 if unknown. To be called when the worker has ended. */
    int unread() throws IOException {
        return unread == null ? -1 : unread.available();
    }

    @Override
    public void close() throws IOException {
        try (unread;
                sink) { // not out, which would be flushed by a thread that does not own it
            source.close();
        }
    }

    /**
     * The received bytes. For the channel, the JDK keeps a direct buffer for each thread, as large as this one; with
     * the JDK's own stream it would be as large as the requested bytes.
     */
    private static final class In extends InputStream {

        private final ReadableByteChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(CHANNEL_BUFFER).flip();

        In(ReadableByteChannel channel) {
            this.channel = channel;
        }

        private boolean ended() throws IOException {
            if (buffer.hasRemaining()) {
                return false;
            }
            buffer.clear();
            int read = channel.read(buffer);
            buffer.flip();
            return read < 0;
        }

        @Override
        public int read() throws IOException {
            return ended() ? -1 : buffer.get() & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (ended()) {
                return -1;
            }
            int count = Math.min(length, buffer.remaining());
            buffer.get(bytes, offset, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static final class Out extends OutputStream {

        private final WritableByteChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(CHANNEL_BUFFER);

        Out(WritableByteChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int b) throws IOException {
            if (!buffer.hasRemaining()) {
                flush();
            }
            buffer.put((byte) b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int from = offset;
            while (from < offset + length) {
                if (!buffer.hasRemaining()) {
                    flush();
                }
                int count = Math.min(offset + length - from, buffer.remaining());
                buffer.put(bytes, from, count);
                from += count;
            }
        }

        @Override
        public void flush() throws IOException {
            buffer.flip();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            buffer.clear();
        }

        /** Discards the buffer. */
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
