package io.pexen.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The locks of one scope as tasks see them: who enters is alone with its claims, and with other users at most (rule
 * 6.1).
 */
final class LockWatch {

    private static final int CLAIMED = -1;

    private final Journal journal;
    private final List<AtomicInteger> users = new ArrayList<>();
    private final List<String> claimers = new ArrayList<>();

    /** How many tasks kept their locks, since they failed, uncontrolled. */
    private final AtomicInteger kept = new AtomicInteger();

    LockWatch(int locks, Journal journal) {
        this.journal = journal;
        for (int i = 0; i < locks; i++) {
            users.add(new AtomicInteger());
            claimers.add("");
        }
    }

    void enter(Plan.Task task, String who) {
        for (int lock : task.claims()) {
            int before = users.get(lock).getAndSet(CLAIMED);
            journal.expect(
                    before == 0,
                    "6.1",
                    who + " claims lock " + lock + " held by "
                            + (before == CLAIMED ? claimers.get(lock) : before + " users"));
            claimers.set(lock, who);
        }
        for (int lock : task.uses()) {
            int before = users.get(lock).getAndIncrement();
            journal.expect(before >= 0, "6.1", who + " uses lock " + lock + " held by " + claimers.get(lock));
        }
    }

    void exit(Plan.Task task) {
        task.claims().forEach(lock -> users.get(lock).set(0));
        task.uses().forEach(lock -> users.get(lock).decrementAndGet());
    }

    void keeps() {
        kept.incrementAndGet();
    }

    boolean anyKept() {
        return kept.get() > 0;
    }
}
