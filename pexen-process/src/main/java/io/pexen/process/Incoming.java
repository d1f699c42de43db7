package io.pexen.process;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A message as {@link Outgoing} sends it. The head is read at once, parts when they are requested, in their order,
 * directly from the connection. A part that cannot be read does not affect the rest.
 */
final class Incoming {

    /** Reads a part. */
    @FunctionalInterface
    interface PartReader<T> {
        T read(InputStream in) throws Exception;
    }

    /** A part that did not arrive, and why. */
    static final class PartFailure extends Exception {

        private static final long serialVersionUID = 1L;

        PartFailure(String reason) {
            super(reason);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** How much of a large part is read at once: the JDK needs as much native memory for that. */
    private static final int MOST_AT_ONCE = 1 << 16;

    private final DataInputStream connection;
    private final DataInputStream head;
    /** How many bytes the remaining parts may have. */
    private int room;

    private long size;

    /**
     * Waits for a message.
     *
     * @param limit the largest size of head and parts together, in bytes
     * @throws EOFException if the other side has closed the connection
     * @throws IOException if the message is larger
     */
    Incoming(DataInputStream connection, int limit) throws IOException {
        this.connection = connection;
        int length = connection.readInt();
        if (length < 0 || length > limit) {
            throw new IOException("a message must have a head of 0 to " + limit + " bytes, had " + length);
        }
        head = new DataInputStream(new ByteArrayInputStream(connection.readNBytes(length)));
        room = limit - length;
        size = (long) Integer.BYTES + length;
    }

    /** How many bytes of the message have been read. */
    long size() {
        return size;
    }

    long number() throws IOException {
        return head.readLong();
    }

    int count() throws IOException {
        return head.readInt();
    }

    String text() throws IOException {
        return new String(head.readNBytes(head.readInt()), StandardCharsets.UTF_8);
    }

    /** The next part, a value; it may be null. */
    @Nullable
    Object part(PayloadSerializer serializer) throws IOException, PartFailure {
        return part(serializer::read);
    }

    /**
     * The next part.
     *
     * @throws PartFailure if it was not sent, or cannot be read here
     * @throws IOException if the connection is broken, or the part makes the message larger than it may be
     */
    <T> @Nullable T part(PartReader<T> reader) throws IOException, PartFailure {
        int length = count();
        if (length == Outgoing.NULL) {
            return null;
        }
        if (length == Outgoing.FAILED) {
            throw new PartFailure(text());
        }
        if (length < 0 || length > room) { // and what follows is no part
            throw new IOException("a part must have 0 to " + room + " bytes, had " + length);
        }
        room -= length;
        Part part = new Part(length);
        try {
            return reader.read(part);
        } catch (Throwable e) { // a deserializer may throw anything
            if (part.broken != null) {
                throw part.broken;
            }
            throw new PartFailure(Reasons.of(e));
        } finally {
            if (part.broken == null && part.left > 0) {
                part.transferTo(OutputStream.nullOutputStream()); // skip would seek, which pipes cannot
            }
            size += length;
        }
    }

    /** The bytes of one part. */
    final class Part extends InputStream {

        private final int length;
        private int left;
        private @Nullable IOException broken;

        private Part(int length) {
            this.length = length;
            left = length;
        }

        /** How many bytes it has, read or not. */
        int length() {
            return length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 && length > 0) {
                return -1;
            }
            try {
                int count = connection.read(bytes, offset, Math.min(Math.min(length, left), MOST_AT_ONCE));
                if (count < 0) {
                    throw new EOFException("the connection was closed within a message");
                }
                left -= count;
                return count;
            } catch (IOException e) {
                broken = e;
                throw e;
            }
        }
    }
}
