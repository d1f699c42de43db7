package io.pexen.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.internal.plan.LockTable.Lock;
import io.pexen.internal.plan.LockTable.Waiter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Shows what runs of one scope do to each other: a free lock is offered to one of those that wait, and left to one that
 * has been overtaken too often, here once. {@link LockOffersTest} shows the same with real runs.
 */
class LockTableTest {

    private final LockTable table = new LockTable(1);
    private Lock lock;

    /** A run that may need the lock "x". */
    private IdleMember run() {
        IdleMember run = new IdleMember();
        synchronized (table) {
            lock = table.register(run, new Object[] {"x"})[0];
        }
        return run;
    }

    private IdleMember waiting() {
        IdleMember run = run();
        run.wants = true;
        lock.waiters.add(new Waiter(run, 0));
        return run;
    }

    private void takes(ScopeMember run) {
        synchronized (table) {
            table.take(run, lock, true);
        }
    }

    private void releases(ScopeMember run) {
        synchronized (table) {
            table.release(lock, true);
            table.offer(lock, run);
        }
    }

    private boolean isLeftToAnother(ScopeMember run) {
        synchronized (table) {
            return table.isLeftToAnother(run, lock);
        }
    }

    @Test
    @DisplayName("6.6 runs of one scope share a lock, which is in the table as long as one of them knows it")
    void sharedLocks() {
        IdleMember first = run();
        Lock ofFirst = lock;
        run();
        assertThat(lock).isSameAs(ofFirst);

        takes(first);
        assertThat(table.held()).isEqualTo(1);
        assertThat(lock.isTaken(false)).isTrue();
    }

    @Test
    @DisplayName("6.5 a released lock is offered to the run that has waited longest, and to no other")
    void offersToOne() {
        IdleMember holder = run();
        takes(holder);
        IdleMember first = waiting();
        IdleMember second = waiting();

        releases(holder);
        assertThat(first.offered).containsExactly(0);
        assertThat(second.offered).isEmpty();
    }

    @Test
    @DisplayName("6.5 a run that no thread drives is passed over, and examines the lock when it is driven again")
    void passesOver() {
        IdleMember holder = run();
        takes(holder);
        IdleMember busy = waiting();
        busy.attentive = false;
        IdleMember other = waiting();

        releases(holder);
        assertThat(busy.offered).isEmpty();
        assertThat(busy.examinesLater).containsExactly(0);
        assertThat(other.offered).containsExactly(0);
    }

    @Test
    @DisplayName("6.4 a run that has been overtaken as often as the bound says is urgent: the lock is left to it")
    void urgent() {
        IdleMember overtaken = waiting();
        IdleMember other = run();
        assertThat(isLeftToAnother(other)).isFalse();

        takes(other);
        releases(other);
        assertThat(isLeftToAnother(other)).isTrue();
        assertThat(isLeftToAnother(overtaken)).isFalse();

        overtaken.attentive = false;
        assertThat(isLeftToAnother(other)).as("to a run that no thread drives").isFalse();
    }

    @Test
    @DisplayName("6.4 of two urgent runs the one that started first goes first")
    void precedence() {
        IdleMember first = waiting();
        IdleMember second = waiting();
        IdleMember third = run();
        takes(third);

        assertThat(isLeftToAnother(first)).isFalse();
        assertThat(isLeftToAnother(second)).isTrue();
        releases(third);
        takes(first);
        assertThat(first.urgentWaits).as("it has got the lock").isZero();
        assertThat(isLeftToAnother(first)).isTrue();
        assertThat(isLeftToAnother(second)).isFalse();
    }

    @Test
    @DisplayName("6.7 two scopes nest in one order")
    void nesting() {
        LockTable inner = new LockTable(1);
        LockTable innermost = new LockTable(1);
        assertThat(table.mayEnclose(inner)).isTrue();
        assertThat(inner.mayEnclose(innermost)).isTrue();

        assertThat(innermost.mayEnclose(table)).isFalse();
        assertThat(table.mayEnclose(innermost)).isTrue();
    }
}
