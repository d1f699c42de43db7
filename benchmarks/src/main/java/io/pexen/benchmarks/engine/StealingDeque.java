package io.pexen.benchmarks.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A deque of tasks: its owner pushes and pops at the bottom, others steal from the top.
 *
 * <p>Chase and Lev, "Dynamic circular work-stealing deque", SPAA 2005, with the fences of Lê, Pop, Cohen and Zappa
 * Nardelli, "Correct and efficient work-stealing for weak memory models", PPoPP 2013.
 */
final class StealingDeque {

    /** Returned if the deque was empty or another thread was faster. */
    static final int NONE = -1;

    private static final VarHandle TOP;
    private static final VarHandle BOTTOM;
    private static final VarHandle ITEMS;
    private static final VarHandle ITEM = MethodHandles.arrayElementVarHandle(int[].class);

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TOP = lookup.findVarHandle(StealingDeque.class, "top", long.class);
            BOTTOM = lookup.findVarHandle(StealingDeque.class, "bottom", long.class);
            ITEMS = lookup.findVarHandle(StealingDeque.class, "items", int[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Advanced by the thread that takes the item at the top. */
    private volatile long top;

    /** Written by the owner. */
    private volatile long bottom;

    /** A circular array whose length is a power of two; replaced by the owner when it is full. */
    private volatile int[] items = new int[1024];

    /** Adds a task. Called by the owner. */
    void push(int task) {
        long b = (long) BOTTOM.getOpaque(this);
        long t = (long) TOP.getAcquire(this);
        int[] mine = items;
        if (b - t >= mine.length) {
            mine = grow(mine, t, b);
        }
        ITEM.setOpaque(mine, index(b, mine), task);
        BOTTOM.setRelease(this, b + 1);
    }

    private int[] grow(int[] old, long t, long b) {
        int[] larger = new int[2 * old.length];
        for (long i = t; i < b; i++) {
            larger[index(i, larger)] = old[index(i, old)];
        }
        ITEMS.setRelease(this, larger);
        return larger;
    }

    /** Takes the task that was pushed last. Called by the owner. */
    int pop() {
        long b = (long) BOTTOM.getOpaque(this) - 1;
        int[] mine = items;
        BOTTOM.setOpaque(this, b);
        VarHandle.fullFence();
        long t = (long) TOP.getOpaque(this);
        int task = NONE;
        if (t <= b) {
            task = (int) ITEM.getOpaque(mine, index(b, mine));
            if (t == b) {
                if (!TOP.compareAndSet(this, t, t + 1)) {
                    task = NONE;
                }
                BOTTOM.setOpaque(this, b + 1);
            }
        } else {
            BOTTOM.setOpaque(this, b + 1);
        }
        return task;
    }

    /** Takes the task that was pushed first. Called by any thread. */
    int steal() {
        long t = (long) TOP.getAcquire(this);
        VarHandle.fullFence();
        long b = (long) BOTTOM.getAcquire(this);
        if (t >= b) {
            return NONE;
        }
        int[] theirs = (int[]) ITEMS.getAcquire(this);
        int task = (int) ITEM.getOpaque(theirs, index(t, theirs));
        return TOP.compareAndSet(this, t, t + 1) ? task : NONE;
    }

    /** Whether the deque was empty at some moment during the call. */
    boolean isEmpty() {
        return top >= bottom;
    }

    private static int index(long position, int[] circle) {
        return (int) position & (circle.length - 1);
    }
}
