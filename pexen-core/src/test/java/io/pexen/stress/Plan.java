package io.pexen.stress;

import io.pexen.Run;
import java.util.List;
import java.util.Set;

/** What happens in a world, as data: all of it follows from a seed, and is printed when something is wrong. */
final class Plan {

    /** For a run whose tasks need no locks, and a task that runs on the pool of its run. */
    static final int NONE = -1;

    private Plan() {}

    /** How a run is driven. */
    enum Mode {
        COLLECTED,
        ITERATED,
        /** Started by one thread, iterated by another; the first goes on with other runs. */
        HANDED
    }

    /** How a run ends before its time. */
    enum Ending {
        BY_ITSELF,
        /** By another thread, through the handle. */
        CANCELLED,
        /** By another thread, {@code Run.close}. */
        CLOSED,
        /** The driving thread is interrupted. */
        INTERRUPTED,
        /** A listener cancels it. */
        BY_LISTENER,
        /** The consumer leaves its loop. */
        LEFT,
        /** The consumer throws. */
        THROWN;

        /** Whether it comes for sure, once, and interrupts all bodies of the run. */
        boolean isCertain() {
            return this == CANCELLED || this == CLOSED || this == INTERRUPTED;
        }
    }

    /** From where a run is started that is not inside a task. */
    enum Place {
        FINISHED_LISTENER,
        SKIPPED_LISTENER,
        ENDED_LISTENER,
        /** Between two results. */
        CONSUMER,
        /** By the thread that handed a run to another one. */
        MEANWHILE;

        boolean isThereIn(Mode mode) {
            return switch (this) {
                case CONSUMER -> mode != Mode.COLLECTED;
                case MEANWHILE -> mode == Mode.HANDED;
                default -> true;
            };
        }

        /** Whether the run holds no locks there. */
        boolean isFree() {
            return this == ENDED_LISTENER || this == MEANWHILE;
        }
    }

    /** What a body does. */
    enum Kind {
        SPIN,
        /** Waits to be interrupted, then throws. */
        PARK,
        /** Does not heed interrupts for so many microseconds. */
        DEAF,
        NEST,
        FAIL,
        /** Throws an exception that throws when it is asked for anything. */
        FAIL_HOSTILE,
        FAIL_CONTROLLED,
        OVERFLOW,
        INTERRUPT_SELF,
        CLEAR_INTERRUPT,
        CANCEL_OWN_RUN,
        CLOSE_OWN_POOL,
        /** Leaves a thread behind that goes on writing into the shared state. */
        LEAK_WRITER
    }

    /** What is broken on purpose. */
    enum Fault {
        THREADS,
        KEYS,
        LISTENERS,
        LOGGING
    }

    /** @param amount microseconds, or which of several variants */
    record Act(Kind kind, int amount, Run inner) {}

    /**
     * @param requires numbers of tasks of the run, or 100 and more for keys that several may provide
     * @param provides keys, from 100 on
     */
    record Task(
            int number,
            Set<Integer> requires,
            Set<Integer> provides,
            Set<Integer> uses,
            Set<Integer> claims,
            int priority,
            int pool,
            List<Act> acts) {

        boolean hasLocks() {
            return !uses.isEmpty() || !claims.isEmpty();
        }
    }

    /** A run at another place than a task, after so many results, skipped tasks or other runs there. */
    record Aside(Place place, int after, Run run) {}

    /**
     * @param name unique in the world
     * @param scope the lock scope of its tasks; {@link #NONE} if they have no locks
     * @param pool {@link #NONE} for a pool that is the calling thread
     * @param when after how many ticks of the world, or results, it is ended
     */
    record Run(
            String name,
            int scope,
            int pool,
            Mode mode,
            List<Task> tasks,
            Ending ending,
            int when,
            List<Aside> asides) {

        boolean hasLocks() {
            return scope != NONE;
        }
    }

    record Pool(int workers, int spare, boolean virtual) {}

    /**
     * @param closes of which pool (the number) after how many ticks; none if empty
     * @param calm whether nothing fails, and nobody interrupts anybody
     * @param keeping whether tasks with locks may fail uncontrolled, and so keep them
     * @param patient whether the grace period is longer than the test waits, so that nobody may need it
     */
    record WorldPlan(
            long seed,
            int scopes,
            int overtaken,
            List<Pool> pools,
            List<Run> roots,
            List<int[]> closes,
            Set<Fault> faults,
            boolean calm,
            boolean keeping,
            boolean patient) {

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("world " + seed + ": " + scopes + " scopes, bound " + overtaken
                    + ", faults " + faults + (patient ? "" : ", short grace period"));
            for (int i = 0; i < pools.size(); i++) {
                text.append("\n  pool ").append(i).append(": ").append(pools.get(i));
            }
            closes.forEach(each -> text.append("\n  pool ")
                    .append(each[0])
                    .append(" is closed at tick ")
                    .append(each[1]));
            roots.forEach(root -> describe(root, "  ", "", text));
            return text.toString();
        }

        private static void describe(Run run, String indent, String where, StringBuilder text) {
            text.append('\n').append(indent).append(where).append("run ").append(run.name);
            text.append(", scope ")
                    .append(run.scope)
                    .append(", pool ")
                    .append(run.pool)
                    .append(", ");
            text.append(run.mode);
            if (run.ending != Ending.BY_ITSELF) {
                text.append(", ").append(run.ending).append(" at ").append(run.when);
            }
            for (Task task : run.tasks) {
                text.append('\n').append(indent).append("  task ").append(task.number);
                text.append(" requires ")
                        .append(task.requires)
                        .append(" provides ")
                        .append(task.provides);
                text.append(" uses ").append(task.uses).append(" claims ").append(task.claims);
                text.append(" priority ").append(task.priority).append(" pool ").append(task.pool);
                for (Act act : task.acts) {
                    if (act.inner == null) {
                        text.append("; ").append(act.kind).append(' ').append(act.amount);
                    } else {
                        describe(act.inner, indent + "    ", "NEST ", text);
                    }
                }
            }
            run.asides.forEach(
                    aside -> describe(aside.run, indent + "    ", aside.place + " after " + aside.after + ": ", text));
        }
    }
}
