package io.pexen.process;

import io.pexen.process.Incoming.PartFailure;
import io.pexen.task.PexenException;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import io.pexen.task.TaskBody;
import io.pexen.task.TaskContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request to a worker process to execute a task, with its kwargs and its shared state. The body travels too, by Java
 * serialization, unless a source has the task.
 *
 * @param number the number of the request, which its answer and its cancellation have too
 * @param lost the parts that did not arrive, each with the reason; if there are any, the task must not be executed
 */
record Request(long number, Task task, SharedState shared, List<String> lost) {

    /** How many problems a message lists. */
    private static final int MOST_PROBLEMS = 10;

    /** In place of what a key is written as: it is a text, or an object. */
    private static final int TEXT = 0;

    private static final int OBJECT = 1;

    /**
     * Builds the message.
     *
     * @throws TransferException if something cannot travel
     */
    static Outgoing encode(long number, TaskContext context, Sources sources, PayloadSerializer serializer, int limit) {
        Task task = context.task();
        Outgoing message = new Outgoing(limit);
        List<String> failed = new ArrayList<>();
        message.number(number).text(task.id());
        encodeMetadata(message, task, JavaSerializer.alongside(serializer), failed);
        encodeBody(message, task, sources, JavaSerializer.alongside(serializer), failed);
        encode(message, "kwarg", context.kwargs().asMap(), serializer, failed);
        encode(message, "shared", context.shared(), serializer, failed);
        requireWithinLimit(message, "all of it", failed);
        if (!failed.isEmpty()) {
            throw new TransferException(
                    "task \"" + task.id()
                            + "\" was not executed, because parts of it cannot travel to a worker process: "
                            + String.join("; ", failed),
                    null,
                    false,
                    true);
        }
        return message;
    }

    /**
     * Refuses tasks that cannot travel to another process.
     *
     * @throws PexenException if there are such tasks; it names them, and says what to change
     */
    static void requireSendable(
            String pool, List<Task> tasks, Sources sources, PayloadSerializer serializer, int limit) {
        List<String> problems = new ArrayList<>();
        int count = 0;
        for (Task task : tasks) {
            for (String problem : problems(task, sources, serializer, limit)) {
                if (++count <= MOST_PROBLEMS) {
                    problems.add("task \"" + task.id() + "\": " + problem);
                }
            }
        }
        if (count > 0) {
            throw new PexenException(
                    "pool \"" + pool + "\" executes tasks in other processes, and these cannot travel:\n  "
                            + String.join("\n  ", problems)
                            + (count > MOST_PROBLEMS ? "\n  and " + (count - MOST_PROBLEMS) + " more" : "")
                            + "\nmake what the body captures serializable, or have a task source"
                            + " supply the task to parent"
                            + " and child (ProcessWorkerPool.builder().source(...)), or run it on a ThreadWorkerPool");
        }
    }

    /** The parts of the task itself that cannot travel. */
    static List<String> problems(Task task, Sources sources, PayloadSerializer serializer, int limit) {
        List<String> failed = new ArrayList<>();
        Outgoing message = new Outgoing(limit);
        encodeMetadata(message, task, JavaSerializer.alongside(serializer), failed);
        encodeBody(message, task, sources, JavaSerializer.alongside(serializer), failed);
        encode(message, "kwarg", task.kwargs().asMap(), serializer, failed);
        return failed;
    }

    /** What the body may ask its task for, in addition to the kwargs. Keys that cannot travel are omitted. */
    private static void encodeMetadata(Outgoing message, Task task, JavaSerializer keys, List<String> failed) {
        message.count(task.priority());
        String pool = task.pool();
        encodeKeys(message, pool == null ? Set.of() : Set.of(pool), keys);
        encodeKeys(message, task.requires(), keys);
        encodeKeys(message, task.provides(), keys);
        encodeKeys(message, task.uses(), keys);
        encodeKeys(message, task.claims(), keys);
        requireWithinLimit(message, "its keys", failed);
    }

    /** Notes, once, that a message is too large, and which part made it so. */
    private static void requireWithinLimit(Outgoing message, String last, List<String> failed) {
        try {
            message.requireWithinLimit();
        } catch (UncheckedIOException e) {
            if (failed.isEmpty()) {
                failed.add(last + ": " + Reasons.message(e));
            }
        }
    }

    private static void encodeKeys(Outgoing message, Set<?> all, JavaSerializer keys) {
        message.count(all.size());
        for (Object key : all) {
            if (key instanceof String text) {
                message.count(TEXT).text(text);
            } else {
                message.count(OBJECT).part(out -> keys.writeObject(key, out));
            }
        }
    }

    private static void encodeBody(
            Outgoing message, Task task, Sources sources, JavaSerializer bodies, List<String> failed) {
        boolean supplied = sources.find(task.id()) != null;
        String reason = null;
        if (supplied) {
            message.count(Outgoing.NULL);
        } else {
            reason = message.part(out -> bodies.writeObject(task.body(), out));
        }
        if (reason != null) {
            failed.add("its body: " + reason);
        }
    }

    static void encode(
            Outgoing message,
            String part,
            Map<String, ? extends @Nullable Object> values,
            PayloadSerializer serializer,
            List<String> failed) {
        var entries = List.copyOf(values.entrySet()); // values may change while they are written
        message.count(entries.size());
        for (var entry : entries) {
            String name = entry.getKey();
            message.text(name);
            String reason = message.part(entry.getValue(), serializer);
            if (reason != null) {
                failed.add(part + " \"" + name + "\": " + reason);
            }
        }
    }

    /** Waits for a request, and reads it. */
    static Request decode(Incoming message, Sources sources, PayloadSerializer serializer) throws IOException {
        List<String> lost = new ArrayList<>();
        long number = message.number();
        String id = message.text();
        JavaSerializer java = JavaSerializer.alongside(serializer);
        Task.Builder builder = decodeMetadata(message, id, java);
        TaskBody body = decodeBody(message, id, sources, java, lost);
        Map<String, @Nullable Object> kwargs = decode(message, "kwarg", serializer, lost);
        SharedState shared = new SharedState(decode(message, "shared", serializer, lost));
        Task task = Task.named(id).runs(() -> {});
        if (body != null && lost.isEmpty()) {
            try {
                task = builder.kwargs(kwargs).body(body);
            } catch (PexenException e) {
                lost.add("its kwargs: " + e.getMessage());
            }
        }
        return new Request(number, task, shared, lost);
    }

    private static Task.Builder decodeMetadata(Incoming message, String id, JavaSerializer java) throws IOException {
        Task.Builder builder = Task.named(id).priority(message.count());
        decodeKeys(message, java, pool -> builder.pool(pool.toString()));
        decodeKeys(message, java, builder::requires);
        decodeKeys(message, java, builder::provides);
        decodeKeys(message, java, builder::uses);
        decodeKeys(message, java, builder::claims);
        return builder;
    }

    private static void decodeKeys(Incoming message, JavaSerializer java, Consumer<Object> field) throws IOException {
        int count = message.count();
        for (int i = 0; i < count; i++) {
            Object key = message.count() == TEXT ? message.text() : decodeKey(message, java);
            if (key != null) {
                add(key, field);
            }
        }
    }

    private static void add(Object key, Consumer<Object> field) {
        try {
            if (new HashSet<>(List.of(key)).contains(key)) {
                field.accept(key);
            }
        } catch (RuntimeException | Error e) {
            return; // it is no key any more, for example a copy whose hashCode throws
        }
    }

    /** Null if it does not arrive: it is for information only, and must not fail the task. */
    private static @Nullable Object decodeKey(Incoming message, JavaSerializer java) throws IOException {
        try {
            return message.part(in -> java.readObject(Object.class, in));
        } catch (PartFailure e) {
            return null;
        }
    }

    private static @Nullable TaskBody decodeBody(
            Incoming message, String id, Sources sources, JavaSerializer bodies, List<String> lost) throws IOException {
        try {
            Object body = message.part(in -> bodies.readObject(Object.class, in));
            if (body instanceof TaskBody taskBody) {
                return taskBody;
            }
            Task supplied = sources.find(id);
            if (body == null && supplied != null) {
                return supplied.body();
            }
            lost.add(
                    body == null
                            ? "its body: no task source of the worker has a task \"" + id + "\""
                            : "its body: what stands for it, " + body.getClass().getName() + ", is no "
                                    + TaskBody.class.getName());
        } catch (PartFailure e) {
            lost.add("its body: " + e.reason());
        }
        return null;
    }

    static Map<String, @Nullable Object> decode(
            Incoming message, String part, PayloadSerializer serializer, List<String> lost) throws IOException {
        int count = message.count();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = message.text();
            try {
                values.put(name, message.part(serializer));
            } catch (PartFailure e) {
                lost.add(part + " \"" + name + "\": " + e.reason());
            }
        }
        return values;
    }
}
