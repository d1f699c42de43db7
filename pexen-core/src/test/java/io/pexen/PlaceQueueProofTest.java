package io.pexen;

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
class PlaceQueueProofTest {

    private static final int NONE = -1;
    private static final int THREADS = 3;
    /** So few that the ring is gone round in a scenario. */
    private static final int CAPACITY = 2;

    @Test
    @DisplayName("places leave the queue in the order in which they came, each once, whoever takes")
    void firstInFirstOut() {
        Proofs.linearizable(One.class, Fifo.class, THREADS);
    }

    @Test
    @DisplayName("who takes several places at once gets them in order, and nobody else gets them")
    void severalAtOnce() {
        Proofs.quiet(Several.class, THREADS, 3);
    }

    @Test
    @DisplayName("no place is lost or taken twice, when what one has taken ahead is taken by others")
    void takenAhead() {
        Proofs.quiet(Others.class, THREADS, 3);
    }

    /** One adds, as long as there is room; all take one. */
    public static class One {
        private final PlaceQueue queue = new PlaceQueue(CAPACITY);
        private int next;

        @Operation(nonParallelGroup = "adder")
        public boolean add() {
            if (queue.size() >= CAPACITY) {
                return false;
            }
            queue.add(Proofs.place(next++));
            return true;
        }

        @Operation
        public int take() {
            Place place = queue.take();
            return place != null ? place.index() : NONE;
        }
    }

    /** What {@link One} shall do. */
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

    /** All take one and up to two that follow it, to a queue of their own, from which they take first. */
    public static class Several {
        private static final int ROOM = 3;

        final PlaceQueue queue = new PlaceQueue(ROOM);
        final PlaceQueue[] ahead = new PlaceQueue[THREADS + 2]; // Lincheck has threads of its own besides
        final List<List<Integer>> got = new ArrayList<>();
        private int added;

        public Several() {
            for (int i = 0; i < ahead.length; i++) {
                ahead[i] = new PlaceQueue(ROOM);
                got.add(new ArrayList<>());
            }
        }

        @Operation(nonParallelGroup = "adder")
        public void add() {
            int waiting = queue.size();
            for (PlaceQueue each : ahead) {
                waiting += each.size();
            }
            if (waiting < ROOM) {
                queue.add(Proofs.place(added++));
            }
        }

        @Operation
        public void take(@Param(gen = ThreadIdGen.class) int thread) {
            Place place = ahead[thread].take();
            if (place == null) {
                place = queue.take(ROOM - 1, ahead[thread]);
            }
            if (place == null) {
                place = takeFromOthers();
            }
            if (place != null) {
                got.get(thread).add(place.index());
            }
        }

        Place takeFromOthers() {
            return null;
        }

        /** Whether a thread gets places only in the order in which they were added. */
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

        private static void drain(PlaceQueue queue, List<Integer> to) {
            for (Place place = queue.take(); place != null; place = queue.take()) {
                to.add(place.index());
            }
        }

        private static void check(boolean holds, String message) {
            if (!holds) {
                throw new AssertionError(message);
            }
        }
    }

    /** Whoever finds nothing takes what others have taken ahead. */
    public static class Others extends Several {

        @Override
        Place takeFromOthers() {
            Place place = null;
            for (int i = 0; place == null && i < ahead.length; i++) {
                place = ahead[i].take();
            }
            return place;
        }

        @Override
        boolean inOrder() {
            return false;
        }
    }
}
