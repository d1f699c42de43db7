package io.pexen.benchmarks.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the user of an engine provides, and what exists before anything is measured: the bodies, ids and names of locks.
 * Each body marks that it ran, so that a run can be checked.
 */
public final class Bodies {

    private static final VarHandle MARKS = MethodHandles.arrayElementVarHandle(byte[].class);
    private static final int CLAIMED = 1 << 24;

    private final Shape shape;
    private final byte[] marks;
    private final Body[] bodies;
    private final String[] ids;
    private final String[] locks;

    /** The first error that a body found. */
    private final AtomicReference<@Nullable String> problem = new AtomicReference<>();

    private Bodies(Shape shape) {
        this.shape = shape;
        this.marks = new byte[shape.size()];
        this.bodies = new Body[shape.size()];
        this.ids = names("t", shape.size());
        this.locks = names("lock", shape.locks());
    }

    /** Bodies that only mark that they ran. */
    public static Bodies marking(Shape shape) {
        Bodies all = new Bodies(shape);
        byte[] marks = all.marks;
        return all.fill(task -> () -> marks[task]++);
    }

    /** Bodies that also check that all parents have run and that no other task holds their locks. */
    public static Bodies checking(Shape shape) {
        Bodies all = new Bodies(shape);
        AtomicIntegerArray held = new AtomicIntegerArray(shape.locks());
        return all.fill(task -> () -> all.check(task, held));
    }

    /** Bodies that keep a processor busy for their time. */
    public static Bodies spinning(Shape shape, long[] nanos) {
        Bodies all = new Bodies(shape);
        byte[] marks = all.marks;
        return all.fill(task -> {
            long time = nanos[task];
            return () -> {
                long begin = System.nanoTime();
                while (System.nanoTime() - begin < time) {
                    Thread.onSpinWait();
                }
                marks[task]++;
            };
        });
    }

    private Bodies fill(IntFunction<Body> body) {
        Arrays.setAll(bodies, body);
        return this;
    }

    private static String[] names(String prefix, int count) {
        String[] names = new String[count];
        Arrays.setAll(names, i -> prefix + i);
        return names;
    }

    /** Runs the body of a task. */
    public void run(int task) {
        bodies[task].run();
    }

    /** The body of a task. */
    public Body body(int task) {
        return bodies[task];
    }

    /** The id of a task. */
    public String id(int task) {
        return ids[task];
    }

    /** The name of a lock. */
    public String lock(int lock) {
        return locks[lock];
    }

    private void check(int task, AtomicIntegerArray held) {
        Csr parents = shape.parents();
        for (int k = parents.start(task); k < parents.end(task); k++) {
            if ((byte) MARKS.getAcquire(marks, parents.item(k)) != 1) {
                report("task " + task + " ran before its parent " + parents.item(k));
            }
        }
        take(task, shape.claims(), held, CLAIMED);
        take(task, shape.uses(), held, 1);
        Thread.onSpinWait();
        give(task, shape.uses(), held, 1);
        give(task, shape.claims(), held, CLAIMED);
        if ((byte) MARKS.getAndAdd(marks, task, (byte) 1) != 0) {
            report("task " + task + " ran twice");
        }
    }

    private void take(int task, Csr wanted, AtomicIntegerArray held, int weight) {
        for (int k = wanted.start(task); k < wanted.end(task); k++) {
            int others = held.getAndAdd(wanted.item(k), weight);
            if (weight == CLAIMED ? others != 0 : others >= CLAIMED) {
                report("task " + task + " met another one on lock " + wanted.item(k));
            }
        }
    }

    private static void give(int task, Csr wanted, AtomicIntegerArray held, int weight) {
        for (int k = wanted.start(task); k < wanted.end(task); k++) {
            held.getAndAdd(wanted.item(k), -weight);
        }
    }

    private void report(String what) {
        problem.compareAndSet(null, what);
    }

    /**
     * Checks that every task ran once and found no error, and resets the marks.
     *
     * @throws VerificationException if a check fails
     */
    public void verify(String engine) {
        String found = problem.get();
        for (int task = 0; found == null && task < marks.length; task++) {
            if (marks[task] != 1) {
                found = "task " + task + " ran " + marks[task] + " times";
            }
        }
        if (found != null) {
            throw new VerificationException("engine \"" + engine + "\", shape \"" + shape.title() + "\": " + found);
        }
        Arrays.fill(marks, (byte) 0);
    }
}
