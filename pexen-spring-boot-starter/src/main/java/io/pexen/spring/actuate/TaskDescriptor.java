package io.pexen.spring.actuate;

import io.pexen.task.Task;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task and its metadata. Only the names of kwargs are included, because their values may be secret.
 *
 * @param id its id
 * @param requires the keys that it requires
 * @param provides the keys that it provides in addition to its id
 * @param uses the resources that it shares
 * @param claims the resources that it needs exclusively
 * @param priority its priority; lower values run first
 * @param pool the pool that it names; null if it runs on the pool of the run
 * @param kwargs the names of its kwargs
 */
record TaskDescriptor(
        String id,
        List<String> requires,
        List<String> provides,
        List<String> uses,
        List<String> claims,
        int priority,
        @Nullable String pool,
        List<String> kwargs) {

    static TaskDescriptor of(Task task) {
        return new TaskDescriptor(
                task.id(),
                texts(task.requires()),
                texts(task.provides()),
                texts(task.uses()),
                texts(task.claims()),
                task.priority(),
                task.pool(),
                List.copyOf(task.kwargs().asMap().keySet()));
    }

    private static List<String> texts(Set<Object> keys) {
        return keys.stream().map(Object::toString).toList();
    }
}
