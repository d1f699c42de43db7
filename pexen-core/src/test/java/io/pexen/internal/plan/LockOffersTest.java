package io.pexen.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("6.5 A free lock is offered to one run at a time")
class LockOffersTest {

    private static final int RUNS = 200;

    private LockTable table = new LockTable(32);
    private final List<Run> woken = new ArrayList<>();

    /** A run whose tasks claim or use one lock, moved by the test. */
    private final class Run implements RunOwner {
        final LockTable table = LockOffersTest.this.table;
        final Planner planner;
        boolean over;

        Run(Task... tasks) {
            planner = new Planner(
                    IndexedGraph.of(List.of(tasks)), new int[1], new int[] {1}, Map.of(), table, this, false, 0);
            planner.attentive(true);
        }

        @Override
        public void wake() {
            woken.add(this);
        }

        @Override
        public boolean isOver() {
            return over;
        }

        int next() {
            synchronized (table) {
                int task = planner.next();
                planner.passOn();
                return task;
            }
        }

        void complete(int task, boolean locksOk) {
            synchronized (table) {
                planner.completed(task, null, locksOk, locksOk);
                planner.passOn();
            }
        }
    }

    private static Task claiming(String... keys) {
        return Task.named("claims").claims((Object[]) keys).runs(() -> {});
    }

    private Run theOnlyWoken() {
        assertThat(woken).hasSize(1);
        return woken.remove(0);
    }

    @Test
    @DisplayName("6.5 a release wakes one run, however many wait, and in the order in which they came")
    void aReleaseWakesOne() {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            runs.add(new Run(claiming("x")));
        }
        assertThat(runs.get(0).next()).isZero();
        for (Run run : runs.subList(1, RUNS)) {
            assertThat(run.next()).isEqualTo(-1);
        }
        assertThat(woken).isEmpty();

        Run holder = runs.get(0);
        for (int i = 1; i < RUNS; i++) {
            holder.complete(0, true);
            holder = theOnlyWoken();
            assertThat(holder).isSameAs(runs.get(i));
            assertThat(holder.next()).isZero();
        }
        holder.complete(0, true);
        assertThat(woken).isEmpty();
    }

    @Test
    @DisplayName("6.5 a run that lacks another lock passes the offer on")
    void passesOn() {
        Run x = new Run(claiming("x"));
        Run y = new Run(claiming("y"));
        assertThat(x.next()).isZero();
        assertThat(y.next()).isZero();
        Run both = new Run(claiming("x", "y"));
        Run other = new Run(claiming("x"));
        assertThat(both.next()).isEqualTo(-1);
        assertThat(other.next()).isEqualTo(-1);

        x.complete(0, true);
        assertThat(theOnlyWoken()).isSameAs(both);
        assertThat(both.next()).isEqualTo(-1);
        assertThat(theOnlyWoken()).isSameAs(other);
        assertThat(other.next()).isZero();
    }

    @Test
    @DisplayName("6.5 runs that use a lock are woken one after another, each by the one before it")
    void usersGoTogether() {
        Run writer = new Run(claiming("x"));
        assertThat(writer.next()).isZero();
        List<Run> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.add(new Run(Task.named("uses").uses("x").runs(() -> {})));
            assertThat(readers.get(i).next()).isEqualTo(-1);
        }
        writer.complete(0, true);
        for (Run reader : readers) {
            assertThat(theOnlyWoken()).isSameAs(reader);
            assertThat(reader.next()).isZero();
        }
        assertThat(woken).isEmpty();
    }

    @Test
    @DisplayName("6.5 a run that no thread drives is passed over, and examines the lock when it is driven again")
    void passesOverRunsThatAreNotDriven() {
        Run holder = new Run(claiming("x"));
        assertThat(holder.next()).isZero();
        Run busy = new Run(claiming("x"));
        Run other = new Run(claiming("x"));
        assertThat(busy.next()).isEqualTo(-1);
        assertThat(other.next()).isEqualTo(-1);
        busy.planner.attentive(false);

        holder.complete(0, true);
        assertThat(theOnlyWoken()).isSameAs(other);
        busy.planner.attentive(true);
        assertThat(busy.next()).isZero();
    }

    @Test
    @DisplayName("6.8 runs that wait for a lock are woken when a failed task retains it")
    void retainedLocks() {
        Run holder = new Run(claiming("x"));
        assertThat(holder.next()).isZero();
        Run waiting = new Run(claiming("x"));
        assertThat(waiting.next()).isEqualTo(-1);
        assertThat(waiting.planner.waitsForEndOf()).isEmpty();

        holder.complete(0, false);
        assertThat(theOnlyWoken()).isSameAs(waiting);
        assertThat(waiting.planner.waitsForEndOf()).containsExactly(List.of(holder));
        holder.planner.end(false, new int[0]);
        assertThat(theOnlyWoken()).isSameAs(waiting);
        assertThat(waiting.next()).isZero();
    }

    @Test
    @DisplayName("6.4 a run that is over goes before no other, and passes on what it was offered")
    void givesWay() {
        table = new LockTable(1);
        Run holder = new Run(claiming("x"));
        assertThat(holder.next()).isZero();
        Run over = new Run(claiming("x"));
        assertThat(over.next()).isEqualTo(-1);
        holder.complete(0, true);
        Run passing = new Run(claiming("x"));
        assertThat(passing.next()).isZero();
        passing.complete(0, true);
        Run other = new Run(claiming("x"));
        assertThat(other.next())
                .as("the lock is left to the run that was overtaken")
                .isEqualTo(-1);
        woken.clear();

        over.over = true;
        over.planner.giveWay();
        assertThat(theOnlyWoken()).isSameAs(other);
        assertThat(other.next()).isZero();
    }

    @Test
    @DisplayName("6.2 a task dropped because its run is over releases its locks at once, and no more at the end")
    void droppedTasksReleaseTheirLocks() {
        Run over = new Run(claiming("x"));
        assertThat(over.next()).isZero();
        Run waiting = new Run(claiming("x"));
        assertThat(waiting.next()).isEqualTo(-1);

        over.over = true;
        over.planner.dropped(0);
        assertThat(theOnlyWoken()).isSameAs(waiting);
        assertThat(waiting.next()).isZero();
        assertThat(over.planner.end(true, new int[0])).isEmpty();
        assertThat(table.held()).isEqualTo(1);

        Run ended = new Run(claiming("y"));
        assertThat(ended.next()).isZero();
        ended.planner.end(true, new int[0]);
        Run next = new Run(claiming("y"));
        assertThat(next.next()).isZero();
        ended.planner.dropped(0); // by a thread that was late
        assertThat(table.held()).isEqualTo(2);
    }

    @Test
    @DisplayName("6.8 a lane that leaves its lock to an urgent one waits for what that waits for")
    void waitsForWhatTheUrgentWaitFor() {
        table = new LockTable(1);
        Run retainer = new Run(claiming("retained"));
        assertThat(retainer.next()).isZero();
        Run run = new Run(
                Task.named("urgent").claims("retained", "x").priority(1).runs(() -> {}),
                Task.named("first").runs(() -> {}),
                Task.named("overtakes").requires("first").claims("x").runs(() -> {}),
                Task.named("leaves").requires("first").claims("x").runs(() -> {}));
        assertThat(run.next()).isEqualTo(1);
        run.complete(1, true);
        assertThat(run.next()).isEqualTo(2);
        run.complete(2, true);
        assertThat(run.next()).as("x is left to the urgent task").isEqualTo(-1);
        Run other = new Run(claiming("x"));
        assertThat(other.next()).isZero();

        retainer.complete(0, false);
        assertThat(run.next()).isEqualTo(-1);
        assertThat(run.planner.waitsForEndOf()).containsExactly(List.of(retainer));
    }
}
