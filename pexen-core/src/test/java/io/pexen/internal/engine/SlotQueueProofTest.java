package io.pexen.internal.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("stress")
class SlotQueueProofTest {

    private static final int NONE = -1;
    private static final int THREADS = 3;
    /** So few that a scenario goes round the ring. */
    private static final int CAPACITY = 2;

    @Test
    @DisplayName("slots leave the queue in the order in which they came, each once, whoever takes")
    void firstInFirstOut() {
        Proofs.linearizable(One.class, Fifo.class, THREADS);
    }

    @Test
    @DisplayName("a thread that takes several slots at once gets them in order, and no other thread gets them")
    void severalAtOnce() {
        Proofs.quiet(Several.class, THREADS, 3);
    }

    @Test
    @DisplayName("no slot is lost or taken twice when others steal what a worker has taken ahead")
    void takenAhead() {
        Proofs.quiet(Others.class, THREADS, 3);
    }

    /** One adds, as long as there is room; all take one. */
    public static class One {
        private final SlotQueue queue = new SlotQueue(CAPACITY);
        private int next;

        @Operation(nonParallelGroup = "adder")
        public boolean add() {
            if (queue.size() >= CAPACITY) {
                return false;
            }
            queue.add(Proofs.slot(next++));
            return true;
        }

        @Operation
        public int take() {
            Slot slot = queue.take();
            return slot != null ? slot.index() : NONE;
        }
    }

    /** The specification of {@link One}. */
    public static class Fifo {
        private final ArrayDeque<Integer> queue = new ArrayDeque<>();
        private int next;

        public boolean add() {
            return queue.size() < CAPACITY && queue.add(next++);
        }

        public int take() {
            return queue.isEmpty() ? NONE : queue.poll();
        }
    }

    /** All take one and up to two that follow it, to their own queue, from which they take first. */
    public static class Several {
        private static final int ROOM = 3;

        final SlotQueue queue = new SlotQueue(ROOM);
        final SlotQueue[] ahead = new SlotQueue[THREADS + 2]; // Lincheck has threads of its own besides
        final List<List<Integer>> got = new ArrayList<>();
        private int added;

        public Several() {
            for (int i = 0; i < ahead.length; i++) {
                ahead[i] = new SlotQueue(ROOM);
                got.add(new ArrayList<>());
            }
        }

        @Operation(nonParallelGroup = "adder")
        public void add() {
            int waiting = queue.size();
            for (SlotQueue each : ahead) {
                waiting += each.size();
            }
            if (waiting < ROOM) {
                queue.add(Proofs.slot(added++));
            }
        }

        @Operation
        public void take(@Param(gen = ThreadIdGen.class) int thread) {
            Slot slot = ahead[thread].take();
            if (slot == null) {
                slot = queue.take(ROOM - 1, ahead[thread]);
            }
            if (slot == null) {
                slot = steal();
            }
            if (slot != null) {
                got.get(thread).add(slot.index());
            }
        }

        Slot steal() {
            return null;
        }

        /** Whether a thread gets slots only in the order in which they were added. */
        boolean inOrder() {
            return true;
        }

        @Validate
        public void nothingIsLost() {
            List<Integer> all = new ArrayList<>();
            for (int i = 0; i < ahead.length; i++) {
                List<Integer> left = new ArrayList<>(inOrder() ? got.get(i) : List.of());
                drain(ahead[i], left);
                for (int at = 1; at < left.size(); at++) {
                    check(left.get(at - 1) < left.get(at), "out of order: " + left);
                }
                all.addAll(left);
                if (!inOrder()) {
                    all.addAll(got.get(i));
                }
            }
            drain(queue, all);
            boolean[] seen = new boolean[added];
            for (int index : all) {
                check(!seen[index], "taken twice: " + all);
                seen[index] = true;
            }
            check(all.size() == added, added + " were added, and taken were " + all);
        }

        private static void drain(SlotQueue queue, List<Integer> to) {
            for (Slot slot = queue.take(); slot != null; slot = queue.take()) {
                to.add(slot.index());
            }
        }

        private static void check(boolean holds, String message) {
            if (!holds) {
                throw new AssertionError(message);
            }
        }
    }

    /** A thread that finds nothing steals what others have taken ahead. */
    public static class Others extends Several {

        @Override
        Slot steal() {
            Slot slot = null;
            for (int i = 0; slot == null && i < ahead.length; i++) {
                slot = ahead[i].take();
            }
            return slot;
        }

        @Override
        boolean inOrder() {
            return false;
        }
    }
}
