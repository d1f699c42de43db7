package io.pexen.graph;

import io.pexen.task.Task;
import java.util.List;

/** One problem of a set of tasks, as data and in words. */
public sealed interface Problem {

    /** The tasks that have the problem. */
    List<Task> tasks();

    /** What is wrong; names tasks and keys. */
    String message();

    /** What to change. */
    String action();

    /**
     * A required key that no task provides.
     *
     * @param nearest the known keys that resemble it most, nearest first; may be empty
     */
    record MissingKey(Task task, Object key, List<Object> nearest) implements Problem {

        public MissingKey {
            nearest = List.copyOf(nearest);
        }

        @Override
        public List<Task> tasks() {
            return List.of(task);
        }

        @Override
        public String message() {
            return "task \"" + task.id() + "\" requires \"" + key + "\", which no task provides"
                    + (nearest.isEmpty() ? "" : " (did you mean " + quoted(nearest) + "?)");
        }

        @Override
        public String action() {
            return nearest.isEmpty()
                    ? "let some task provide \"" + key + "\", or do not require it"
                    : "require \"" + nearest.get(0) + "\" instead, or let some task provide \"" + key + "\"";
        }

        private static String quoted(List<Object> keys) {
            StringBuilder text = new StringBuilder();
            for (Object key : keys) {
                text.append(text.length() == 0 ? "\"" : ", \"").append(key).append('"');
            }
            return text.toString();
        }
    }

    /**
     * Tasks that wait for each other.
     *
     * @param tasks each requires something that the next provides, and the last something of the first
     * @param keys what each of them requires of the next
     */
    record Cycle(List<Task> tasks, List<Object> keys) implements Problem {

        public Cycle {
            tasks = List.copyOf(tasks);
            keys = List.copyOf(keys);
        }

        @Override
        public String message() {
            StringBuilder path = new StringBuilder("tasks wait for each other: ");
            for (int i = 0; i < tasks.size(); i++) {
                path.append(tasks.get(i).id())
                        .append(" —requires \"")
                        .append(keys.get(i))
                        .append("\"→ ");
            }
            return path.append(tasks.get(0).id()).toString();
        }

        @Override
        public String action() {
            return "remove one of these requirements";
        }
    }

    /** Tasks that have the same id. */
    record DuplicateId(String id, List<Task> tasks) implements Problem {

        public DuplicateId {
            tasks = List.copyOf(tasks);
        }

        @Override
        public String message() {
            return tasks.size() + " tasks have the id \"" + id + "\"";
        }

        @Override
        public String action() {
            return "give each task an id of its own";
        }
    }

    /** A key that is the id of one task and is provided by another. */
    record ProvidesId(Task task, Task owner) implements Problem {

        @Override
        public List<Task> tasks() {
            return List.of(task, owner);
        }

        @Override
        public String message() {
            return "task \"" + task.id() + "\" provides \"" + owner.id() + "\", which is the id of another task";
        }

        @Override
        public String action() {
            return "provide a key that is no task's id, or rename the task \"" + owner.id() + "\"";
        }
    }

    /** A resource that a task both uses and claims. */
    record UsesAndClaims(Task task, Object key) implements Problem {

        @Override
        public List<Task> tasks() {
            return List.of(task);
        }

        @Override
        public String message() {
            return "task \"" + task.id() + "\" has \"" + key + "\" in both uses and claims";
        }

        @Override
        public String action() {
            return "keep it in claims if the task needs it for itself alone, else in uses";
        }
    }
}
