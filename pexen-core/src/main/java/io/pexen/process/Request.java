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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker process is asked to do: a task, with its kwargs and its shared state. The body travels too, by Java serialization,
 * unless a source has the task.
 *
 * @param number of the request, which the answer bears too, and a cancellation
 * @param lost what did not arrive, each part with the reason; if there is any, the task is not to be executed
 */
record Request(long number, Task task, SharedState shared, List<String> lost) {

    private static final PayloadSerializer BODIES = new JavaSerializer();

    /**
     * Makes the message.
     *
     * @throws TransferException if something cannot travel
     */
    static Outgoing encode(long number, TaskContext context, Sources sources, PayloadSerializer serializer, int limit) {
        Task task = context.task();
        Outgoing message = new Outgoing(limit);
        List<String> failed = new ArrayList<>();
        message.number(number).text(task.id());
        encodeBody(message, task, sources, failed);
        encode(message, "kwarg", context.kwargs().asMap(), serializer, failed);
        encode(message, "shared", context.shared(), serializer, failed);
        try {
            message.requireWithinLimit();
        } catch (UncheckedIOException e) {
            failed.add(Reasons.message(e));
        }
        if (!failed.isEmpty()) {
            throw new TransferException(
                    "task \"" + task.id() + "\" was not executed, since parts of it cannot travel to a worker process: "
                            + String.join("; ", failed),
                    null,
                    false,
                    true);
        }
        return message;
    }

    /** What of the task itself cannot travel. */
    static List<String> problems(Task task, Sources sources, PayloadSerializer serializer, int limit) {
        List<String> failed = new ArrayList<>();
        Outgoing message = new Outgoing(limit);
        encodeBody(message, task, sources, failed);
        encode(message, "kwarg", task.kwargs().asMap(), serializer, failed);
        return failed;
    }

    private static void encodeBody(Outgoing message, Task task, Sources sources, List<String> failed) {
        boolean supplied = sources.find(task.id()) != null;
        String reason = message.part(supplied ? null : task.body(), BODIES);
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
        var entries = List.copyOf(values.entrySet()); // values may change, as they are written
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

    /** Waits for a request, and makes sense of it. */
    static Request decode(Incoming message, Sources sources, PayloadSerializer serializer) throws IOException {
        List<String> lost = new ArrayList<>();
        long number = message.number();
        String id = message.text();
        TaskBody body = decodeBody(message, id, sources, lost);
        Map<String, @Nullable Object> kwargs = decode(message, "kwarg", serializer, lost);
        SharedState shared = new SharedState(decode(message, "shared", serializer, lost));
        Task task = Task.named(id).runs(() -> {});
        if (body != null && lost.isEmpty()) {
            try {
                task = Task.named(id).kwargs(kwargs).body(body);
            } catch (PexenException e) {
                lost.add("its kwargs: " + e.getMessage());
            }
        }
        return new Request(number, task, shared, lost);
    }

    private static @Nullable TaskBody decodeBody(Incoming message, String id, Sources sources, List<String> lost)
            throws IOException {
        try {
            Object body = message.part(BODIES);
            if (body != null) {
                return (TaskBody) body;
            }
            Task supplied = sources.find(id);
            if (supplied != null) {
                return supplied.body();
            }
            lost.add("its body: no task source of the worker has a task \"" + id + "\"");
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
