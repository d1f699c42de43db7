package io.pexen.process;

import io.pexen.task.TaskFailException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An exception as texts, which replaces one that cannot travel itself. It contains no foreign objects, so it can be
 * read anywhere, whatever a filter refuses.
 *
 * @param controlled whether the original is a {@link TaskFailException}, which has the two flags
 * @param shortened what was omitted because it would be too large; empty if nothing was
 */
record Replica(
        String type,
        String message,
        boolean controlled,
        boolean depsOk,
        boolean locksOk,
        List<StackTraceElement> frames,
        @Nullable Replica cause,
        String shortened) {

    /** How far a chain of causes is followed; it may be a circle. */
    private static final int MOST_CAUSES = 20;

    private static final int MOST_CHARACTERS = 1_000;

    static Replica of(Throwable original) {
        return of(original, MOST_CAUSES);
    }

    private static Replica of(Throwable original, int mostCauses) {
        TaskFailException fail = original instanceof TaskFailException controlled ? controlled : null;
        Throwable cause = cause(original);
        return new Replica(
                original.getClass().getName(),
                Reasons.message(original),
                fail != null,
                fail != null && fail.depsOk(),
                fail != null && fail.locksOk(),
                frames(original),
                cause == null || mostCauses == 0 ? null : of(cause, mostCauses - 1),
                "");
    }

    private static List<StackTraceElement> frames(Throwable original) {
        try {
            return List.of(original.getStackTrace());
        } catch (Throwable failed) { // an override may throw anything
            return List.of();
        }
    }

    private static @Nullable Throwable cause(Throwable original) {
        try {
            return original.getCause();
        } catch (Throwable failed) { // an override may throw anything
            return null;
        }
    }

    /** Its bytes; to have at most this many, it omits causes, frames and the end of the message. */
    byte[] toBytes(int atMost) throws IOException {
        List<Replica> shorter = List.of(
                this,
                with(message, frames, "its causes"),
                with(message, List.of(), "its causes and frames"),
                with(
                        message.substring(0, Math.min(message.length(), MOST_CHARACTERS)),
                        List.of(),
                        "its causes, its frames and the end of its message"));
        byte[] bytes = new byte[0];
        for (Replica each : shorter) {
            ByteArrayOutputStream buffer = new ByteArrayOutputStream();
            each.write(new DataOutputStream(buffer));
            bytes = buffer.toByteArray();
            if (bytes.length <= atMost) {
                break;
            }
        }
        return bytes;
    }

    private Replica with(String newMessage, List<StackTraceElement> newFrames, String leftOut) {
        return new Replica(type, newMessage, controlled, depsOk, locksOk, newFrames, null, leftOut);
    }

    private void write(DataOutputStream out) throws IOException {
        write(type, out);
        write(message, out);
        out.writeBoolean(controlled);
        out.writeBoolean(depsOk);
        out.writeBoolean(locksOk);
        out.writeInt(frames.size());
        for (StackTraceElement frame : frames) {
            write(frame.getModuleName(), out);
            write(frame.getClassName(), out);
            write(frame.getMethodName(), out);
            write(frame.getFileName(), out);
            out.writeInt(frame.getLineNumber());
        }
        write(shortened, out);
        out.writeBoolean(cause != null);
        if (cause != null) {
            cause.write(out);
        }
    }

    private static void write(@Nullable String text, DataOutputStream out) throws IOException {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text == null ? -1 : bytes.length);
        out.write(bytes);
    }

    static Replica readFrom(InputStream in) throws IOException {
        return read(new DataInputStream(in), MOST_CAUSES);
    }

    private static Replica read(DataInputStream in, int mostCauses) throws IOException {
        String type = text(in);
        String message = text(in);
        boolean controlled = in.readBoolean();
        boolean depsOk = in.readBoolean();
        boolean locksOk = in.readBoolean();
        int count = in.readInt();
        List<StackTraceElement> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String module = textOrNull(in);
            frames.add(new StackTraceElement(null, module, null, text(in), text(in), textOrNull(in), in.readInt()));
        }
        String shortened = text(in);
        Replica cause = in.readBoolean() && mostCauses > 0 ? read(in, mostCauses - 1) : null;
        return new Replica(type, message, controlled, depsOk, locksOk, frames, cause, shortened);
    }

    private static String text(DataInputStream in) throws IOException {
        return String.valueOf(textOrNull(in));
    }

    private static @Nullable String textOrNull(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** The exception that replaces the original. */
    Throwable toThrowable() {
        Throwable itsCause = cause == null ? null : cause.toThrowable();
        Throwable replica;
        if (!controlled) {
            replica = new ReplicaException(type, message, itsCause);
        } else if (type.equals(TransferException.class.getName())) {
            replica = new TransferException(message, itsCause, depsOk, locksOk);
        } else {
            replica = new ReplicaFailException(type, message, itsCause, depsOk, locksOk);
        }
        replica.setStackTrace(frames.toArray(StackTraceElement[]::new));
        return replica;
    }
}
