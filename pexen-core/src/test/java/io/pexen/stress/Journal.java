package io.pexen.stress;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What happens in a world: how much, which tells that something does, and what must not. */
final class Journal {

    private final AtomicInteger ticks = new AtomicInteger();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    /** Something has happened; the time of a world. */
    void tick() {
        ticks.incrementAndGet();
    }

    int ticks() {
        return ticks.get();
    }

    void expect(boolean holds, String rule, String otherwise) {
        if (!holds) {
            violation(rule, otherwise, null);
        }
    }

    void violation(String rule, String what, Throwable cause) {
        StringBuilder text = new StringBuilder(rule).append(": ").append(what);
        for (Throwable at = cause; at != null; at = at.getCause()) {
            text.append("\n    caused by ").append(Faults.describe(at));
            for (StackTraceElement frame : at.getStackTrace()) {
                text.append("\n      ").append(frame);
                if (text.length() > 6_000) {
                    break;
                }
            }
        }
        violations.add(text.toString());
    }

    List<String> violations() {
        return List.copyOf(violations);
    }
}
