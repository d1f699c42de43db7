package io.pexen.process;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that is being built, completely before its first byte is sent: a head, which holds numbers, texts and the
 * length of each part, and then the parts. A part that fails is omitted, with the reason in its place; so is a part
 * that would make the message larger than allowed.
 */
final class Outgoing {

    /** Instead of the length of a part: it is null. */
    static final int NULL = -1;
    /** Instead of the length of a part: it could not be written, and the reason follows. */
    static final int FAILED = -2;

    /** Writes a part. */
    @FunctionalInterface
    interface PartWriter {
        void write(OutputStream out) throws Exception;
    }

    private final ByteArrayOutputStream headBytes = new ByteArrayOutputStream(128);
    private final DataOutputStream head = new DataOutputStream(headBytes);
    private final Parts parts = new Parts();
    private final int limit;

    /**
     * Creates an empty message.
     *
     * @param limit the largest size of the message, in bytes
     */
    Outgoing(int limit) {
        this.limit = limit;
    }

    /**
     * Checks the complete message: a head with many entries may be too large by itself.
     *
     * @throws UncheckedIOException if it is larger than the limit
     */
    Outgoing requireWithinLimit() {
        try {
            requireRoom(0);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireRoom(int bytes) throws IOException {
        if ((long) headBytes.size() + parts.size + bytes > limit) {
            throw new IOException("the message would be larger than the limit of " + limit + " bytes");
        }
    }

    Outgoing number(long value) {
        try {
            head.writeLong(value);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never: the head is in memory
        }
    }

    Outgoing count(int value) {
        try {
            head.writeInt(value);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Outgoing text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        count(bytes.length);
        headBytes.writeBytes(bytes);
        return this;
    }

    /** Adds the reason why a part is omitted. */
    Outgoing failed(String reason) {
        return count(FAILED).text(reason);
    }

    /** Adds a part; returns the reason if that fails, else null. */
    @Nullable
    String part(@Nullable Object value, PayloadSerializer serializer) {
        if (value == null) {
            count(NULL);
            return null;
        }
        return part(out -> serializer.write(value, out));
    }

    @Nullable
    String part(PartWriter writer) {
        int start = parts.size;
        try {
            writer.write(parts);
            count(parts.size - start);
            return null;
        } catch (Throwable e) { // a serializer may throw anything, for example if a graph is too deep for its stack
            parts.cutTo(start);
            String reason = Reasons.of(e);
            failed(reason);
            return reason;
        }
    }

    /** Sends the message; returns its size in bytes. */
    int sendTo(DataOutputStream out) throws IOException {
        out.writeInt(headBytes.size());
        headBytes.writeTo(out);
        parts.writeTo(out);
        out.flush();
        return Integer.BYTES + headBytes.size() + parts.size;
    }

    /** The bytes of parts, in chunks, so that large ones are not copied as they grow. */
    private final class Parts extends OutputStream {

        private static final int SMALLEST = 1 << 9;
        /** As in {@link Incoming}: a chunk is written at once. */
        private static final int LARGEST = 1 << 16;

        /** All but the last are full. */
        private final List<byte[]> chunks = new ArrayList<>(1);

        private int size;
        /** How much of the last chunk is used. */
        private int used;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            requireRoom(length);
            int from = offset;
            int left = length;
            while (left > 0) {
                byte[] chunk = lastWithRoom();
                int some = Math.min(left, chunk.length - used);
                System.arraycopy(bytes, from, chunk, used, some);
                used += some;
                from += some;
                left -= some;
            }
            size += length;
        }

        private byte[] lastWithRoom() {
            byte[] last = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
            if (last == null || used == last.length) {
                last = new byte[last == null ? SMALLEST : Math.min(LARGEST, last.length * 2)];
                chunks.add(last);
                used = 0;
            }
            return last;
        }

        void cutTo(int newSize) {
            int before = 0;
            int keep = 0;
            while (keep < chunks.size() && before < newSize) {
                before += chunks.get(keep++).length;
            }
            chunks.subList(keep, chunks.size()).clear();
            used = keep == 0 ? 0 : chunks.get(keep - 1).length - (before - newSize);
            size = newSize;
        }

        void writeTo(OutputStream out) throws IOException {
            for (int i = 0; i < chunks.size(); i++) {
                byte[] chunk = chunks.get(i);
                out.write(chunk, 0, i == chunks.size() - 1 ? used : chunk.length);
            }
        }
    }
}
