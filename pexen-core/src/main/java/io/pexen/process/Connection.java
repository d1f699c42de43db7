package io.pexen.process;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One end of the connection between the parent and a worker process, buffered both ways. For one thread at a time; any other may
 * close it.
 *
 * <p>It is a channel, since there is no other way to a Unix domain socket, and channels are closed by an interrupt of the thread
 * that reads or writes. So the threads of both sides override {@link Thread#interrupt}: nothing interrupts them here.
 */
final class Connection implements Closeable {

    private static final int BUFFER = 1 << 16;

    private final SocketChannel channel;
    private final DataInputStream in;
    private final DataOutputStream out;

    /** Over a channel that is connected and blocks. */
    Connection(SocketChannel channel) throws IOException {
        this.channel = channel;
        if (channel.getRemoteAddress() instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        in = new DataInputStream(new In(channel));
        out = new DataOutputStream(new Out(channel));
    }

    /** Connects to where the parent waits. */
    static Connection to(SocketAddress address) throws IOException {
        return new Connection(SocketChannel.open(address));
    }

    DataInputStream in() {
        return in;
    }

    /** To be flushed. */
    DataOutputStream out() {
        return out;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * What has arrived. The channel goes through a direct buffer that the JDK keeps for each thread, as large as this one; with the
     * JDK's own stream it would be as large as what is asked for.
     */
    private static final class In extends InputStream {

        private final SocketChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();

        In(SocketChannel channel) {
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
    }

    private static final class Out extends OutputStream {

        private final SocketChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

        Out(SocketChannel channel) {
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
    }
}
