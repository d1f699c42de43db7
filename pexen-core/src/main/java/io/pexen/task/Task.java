package io.pexen.task;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A unit of work: an id, a body and metadata. Immutable, and usable in many scheds.
 * {@snippet file="io/pexen/SnippetsTest.java" region="task"}
 *
 * <p>Keys ({@code requires}, {@code provides}, {@code uses}, {@code claims}) are any objects with {@code equals} and
 * {@code hashCode}; strings are the usual case. Every task provides its own id.
 */
public final class Task {

    private static final Kwargs NO_KWARGS = new Kwargs("", Map.of());

    private final String id;
    private final TaskBody body;
    private final Object[] requires;
    private final Object[] provides;
    private final Object[] uses;
    private final Object[] claims;
    private final int priority;
    private final @Nullable String pool;
    private final Kwargs kwargs;

    private Task(Builder builder, TaskBody body) {
        this.id = builder.id;
        this.body = body;
        this.requires = builder.keys("requires", builder.requires);
        this.provides = builder.keys("provides", builder.provides);
        this.uses = builder.keys("uses", builder.uses);
        this.claims = builder.keys("claims", builder.claims);
        this.priority = builder.priority;
        this.pool = builder.pool;
        this.kwargs = builder.kwargs == null && !body.takesKwargs()
                ? NO_KWARGS
                : new Kwargs(id, builder.kwargs == null ? Map.of() : builder.kwargs);
    }

    /**
     * Starts the definition of a task.
     *
     * @param id unique in its sched, and stable: other tasks may require it, and other JVMs find the task by it
     */
    public static Builder named(String id) {
        return new Builder(id);
    }

    /** The id, unique in a sched. */
    public String id() {
        return id;
    }

    /** What the task does. */
    public TaskBody body() {
        return body;
    }

    /** Keys that must have been provided before the task may start. Unmodifiable, in the order of definition. */
    public Set<Object> requires() {
        return new KeySet(requires);
    }

    /** Keys that the task provides in addition to its id. Unmodifiable, in the order of definition. */
    public Set<Object> provides() {
        return new KeySet(provides);
    }

    /** Resources that the task needs and shares with other users. Unmodifiable, in the order of definition. */
    public Set<Object> uses() {
        return new KeySet(uses);
    }

    /** Resources that the task needs for itself alone. Unmodifiable, in the order of definition. */
    public Set<Object> claims() {
        return new KeySet(claims);
    }

    /** Of the tasks that may start, those with the lowest value start first. 0 by default. */
    public int priority() {
        return priority;
    }

    /** The name of the pool that the task runs on; null, the default, if that is the pool of the run. */
    public @Nullable String pool() {
        return pool;
    }

    /** The named arguments; none by default. */
    public Kwargs kwargs() {
        return kwargs;
    }

    /**
     * Executes a task on the calling thread, and waits for its end: that of the body, and that of a future that the
     * body returns (see {@link TaskBody#call}). For pools, which decide how they interrupt the thread.
     *
     * @return the one outcome of the task: whatever its body throws is in it, and nothing is thrown
     */
    public static TaskRes execute(TaskContext context) {
        Object ret = null;
        Throwable excinfo = null;
        try {
            ret = Futures.await(context.task().body().call(context));
        } catch (Throwable e) {
            excinfo = e;
        }
        return new TaskRes(context.task(), context.shared(), ret, excinfo);
    }

    /** The id. */
    @Override
    public String toString() {
        return id;
    }

    /**
     * Collects the metadata of a task; {@code runs} or {@code calls} ends the definition with the body. Not for use by
     * several threads at once. Keys add up over several calls, and each counts once.
     */
    public static final class Builder {

        /** With at least this many keys in a field, a set is used instead of scans. */
        private static final int MANY = 16;

        private final String id;
        /** The keys of the fields that have many, by field, instead of the array; null if there is no such field. */
        private @Nullable Map<String, Set<Object>> many;

        private Object[] requires = KeySet.NONE;
        private Object[] provides = KeySet.NONE;
        private Object[] uses = KeySet.NONE;
        private Object[] claims = KeySet.NONE;
        private int priority;
        private @Nullable String pool;
        private @Nullable Map<String, @Nullable Object> kwargs;
        private @Nullable FailWrapper failWrapper;

        private Builder(@Nullable String id) {
            if (id == null || id.isBlank()) {
                throw new IllegalArgumentException(
                        "the id of a task must be a text that is not blank, was " + (id == null ? "null" : quote(id)));
            }
            this.id = id;
        }

        /** The task starts only when all these keys have been provided. */
        public Builder requires(Object... keys) {
            requires = add("requires", requires, keys);
            return this;
        }

        /** The task provides these keys, in addition to its id, when it has succeeded. */
        public Builder provides(Object... keys) {
            provides = add("provides", provides, keys);
            return this;
        }

        /** The task needs these resources, and shares them with other tasks that only use them. */
        public Builder uses(Object... keys) {
            uses = add("uses", uses, keys);
            return this;
        }

        /** The task needs these resources for itself alone. */
        public Builder claims(Object... keys) {
            claims = add("claims", claims, keys);
            return this;
        }

        /** Of the tasks that may start, those with the lowest value start first. 0 by default. */
        public Builder priority(int priority) {
            this.priority = priority;
            return this;
        }

        /**
         * The task runs on the pool of this name, which its sched must know (see {@link io.pexen.Sched#addPool}), not
         * on the pool of the run.
         */
        public Builder pool(String name) {
            if (name == null || name.isBlank()) {
                throw new IllegalArgumentException(
                        "task " + quote(id) + ": the name of a pool must be a text that is not" + " blank, was "
                                + (name == null ? "null" : quote(name)));
            }
            this.pool = name;
            return this;
        }

        /** Adds a named argument for the body, or replaces it. */
        public Builder kwarg(String name, @Nullable Object value) {
            if (name == null || name.isBlank()) {
                throw new IllegalArgumentException("task " + quote(id) + ": the name of a kwarg must be a text that is"
                        + " not blank, was " + (name == null ? "null" : quote(name)));
            }
            if (kwargs == null) {
                kwargs = new LinkedHashMap<>();
            }
            kwargs.put(name, value);
            return this;
        }

        /** Adds named arguments for the body. */
        public Builder kwargs(Map<String, ? extends @Nullable Object> kwargs) {
            kwargs.forEach(this::kwarg);
            return this;
        }

        /** Whatever the body throws becomes a controlled failure with these flags, which keeps it as its cause. */
        public Builder failWrap(boolean depsOk, boolean locksOk) {
            return failWrap(FailWrapper.of(depsOk, locksOk));
        }

        /** Whatever the body throws becomes the controlled failure that {@code wrapper} makes of it. */
        public Builder failWrap(FailWrapper wrapper) {
            this.failWrapper = wrapper;
            return this;
        }

        /** Ends the definition with a body that takes nothing and returns nothing. */
        public Task runs(TaskBody.Runs body) {
            return body(body);
        }

        /** Ends the definition with a body that takes the shared state and returns nothing. */
        public Task runs(TaskBody.RunsShared body) {
            return body(body);
        }

        /** Ends the definition with a body that takes the shared state and the kwargs and returns nothing. */
        public Task runs(TaskBody.RunsBoth body) {
            return body(body);
        }

        /** Ends the definition with a body that takes nothing and returns a value. */
        public Task calls(TaskBody.Calls body) {
            return body(body);
        }

        /** Ends the definition with a body that takes the shared state and returns a value. */
        public Task calls(TaskBody.CallsShared body) {
            return body(body);
        }

        /** Ends the definition with a body that takes the shared state and the kwargs and returns a value. */
        public Task calls(TaskBody.CallsBoth body) {
            return body(body);
        }

        /** Ends the definition with a body that takes the kwargs alone and returns a value. */
        public Task callsWith(TaskBody.CallsKwargs body) {
            return body(body);
        }

        /**
         * Ends the definition with any body.
         *
         * @throws KwargException if the task has kwargs that the body does not take
         */
        public Task body(TaskBody body) {
            if (body == null) {
                throw new IllegalArgumentException("task " + quote(id) + ": the body must not be null");
            }
            if (kwargs != null && !body.takesKwargs()) {
                String first = kwargs.keySet().iterator().next();
                throw new KwargException(
                        id,
                        first,
                        "task " + quote(id) + ": its body does not take the kwarg " + quote(first)
                                + "; let the body take (shared, kwargs), or remove the kwarg");
            }
            return new Task(this, failWrapper == null ? body : body.failWrap(failWrapper));
        }

        private Object[] add(String field, Object[] keys, Object @Nullable [] more) {
            if (more == null) {
                throw new IllegalArgumentException("task " + quote(id) + ": " + field + " must be keys, was null");
            }
            for (Object key : more) {
                if (key == null) {
                    throw new IllegalArgumentException("task " + quote(id) + ": a key in " + field + " was null");
                }
                if (key instanceof Collection || key.getClass().isArray()) {
                    throw new IllegalArgumentException("task " + quote(id) + ": a key in " + field + " was a "
                            + key.getClass().getSimpleName() + "; give its elements one by one, as in ." + field
                            + "(list.toArray())");
                }
            }
            if (keys.length + more.length < MANY && (many == null || !many.containsKey(field))) {
                return KeySet.add(keys, more);
            }
            if (many == null) {
                many = new HashMap<>();
            }
            many.computeIfAbsent(field, any -> new LinkedHashSet<>(Arrays.asList(keys)))
                    .addAll(Arrays.asList(more));
            return KeySet.NONE;
        }

        private Object[] keys(String field, Object[] few) {
            Set<Object> all = many == null ? null : many.get(field);
            return all == null ? few : all.toArray();
        }

        private static String quote(String text) {
            return '"' + text + '"';
        }
    }
}
