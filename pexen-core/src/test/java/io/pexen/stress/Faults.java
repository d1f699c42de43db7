package io.pexen.stress;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.RunSummary;
import io.pexen.run.Skipped;
import io.pexen.run.TaskTimes;
import io.pexen.task.TaskRes;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** What pexen calls, and what fails when it does: factories of threads, keys, listeners, the log. */
final class Faults {

    private static final double[] RATES = {0.003, 0.03, 0.3};

    private final Set<Plan.Fault> faults;
    private final Random random;
    private final double rate;

    /** Calls of the current thread that are not pexen's, and shall not fail. */
    private final ThreadLocal<Integer> quiet = ThreadLocal.withInitial(() -> 0);

    private volatile boolean over;

    Faults(Set<Plan.Fault> faults, long seed) {
        this.faults = faults;
        random = new Random(seed);
        rate = RATES[random.nextInt(RATES.length)];
    }

    /** What was thrown on purpose. */
    interface Injected {}

    private static final class InjectedException extends RuntimeException implements Injected {
        private static final long serialVersionUID = 1L;

        InjectedException(String where) {
            super("injected into " + where);
        }
    }

    private static final class InjectedError extends OutOfMemoryError implements Injected {
        private static final long serialVersionUID = 1L;

        InjectedError(String where) {
            super("injected into " + where);
        }
    }

    /** An exception about which nobody can find out anything. */
    static final class Hostile extends RuntimeException implements Injected {
        private static final long serialVersionUID = 1L;

        Hostile(String where) {
            super("hostile, injected into " + where);
        }

        @Override
        public String getMessage() {
            throw new InjectedException("getMessage");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new InjectedException("getCause");
        }

        @Override
        public String toString() {
            throw new InjectedException("toString");
        }

        @Override
        @SuppressWarnings("NonOverridingEquals")
        public int hashCode() {
            throw new InjectedException("hashCode of an exception");
        }

        @Override
        public boolean equals(Object other) {
            throw new InjectedException("equals of an exception");
        }
    }

    boolean any() {
        return !faults.isEmpty();
    }

    boolean has(Plan.Fault fault) {
        return faults.contains(fault);
    }

    /** Whether a run may end with an error for them; listeners and the log must not matter to it. */
    boolean mayEndRuns() {
        return has(Plan.Fault.KEYS) || has(Plan.Fault.THREADS);
    }

    /** From now on nothing fails. */
    void end() {
        over = true;
    }

    private boolean strikes(Plan.Fault fault) {
        if (over || !faults.contains(fault) || quiet.get() > 0) {
            return false;
        }
        synchronized (random) {
            return random.nextDouble() < rate;
        }
    }

    private int any(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }

    private void fail(String where) {
        switch (any(4)) {
            case 0 -> throw new InjectedError(where);
            case 1 -> throw new Hostile(where);
            default -> throw new InjectedException(where);
        }
    }

    /** Does something that is the test's own, without faults. */
    <T> T quietly(Supplier<T> what) {
        quiet.set(quiet.get() + 1);
        try {
            return what.get();
        } finally {
            quiet.set(quiet.get() - 1);
        }
    }

    /** Whether a fault is behind this. */
    static boolean isBehind(Throwable e) {
        if (e == null || e instanceof Injected) {
            return e != null;
        }
        for (Throwable each : e.getSuppressed()) {
            if (isBehind(each)) {
                return true;
            }
        }
        return isBehind(e.getCause());
    }

    static String describe(Throwable e) {
        return e instanceof Hostile ? "a hostile exception" : e.toString();
    }

    // What fails.

    Object key(String name) {
        return faults.contains(Plan.Fault.KEYS) ? new Key(name, this) : name;
    }

    private record Key(String name, Faults faults) {
        @Override
        public int hashCode() {
            if (faults.strikes(Plan.Fault.KEYS)) {
                faults.fail("hashCode of " + name);
            }
            return name.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            if (faults.strikes(Plan.Fault.KEYS)) {
                faults.fail("equals of " + name);
            }
            return other instanceof Key key && key.name.equals(name);
        }

        @Override
        public String toString() {
            if (faults.strikes(Plan.Fault.KEYS)) {
                faults.fail("toString of a key");
            }
            return name;
        }
    }

    ThreadFactory threads(ThreadFactory real) {
        return body -> {
            if (strikes(Plan.Fault.THREADS)) {
                switch (any(3)) {
                    case 0 -> fail("a thread factory");
                    case 1 -> {
                        return null;
                    }
                    default -> {
                        return new Thread("does not start") {
                            @Override
                            public synchronized void start() {
                                fail("Thread.start");
                            }
                        };
                    }
                }
            }
            return real.newThread(body);
        };
    }

    RunListener listener() {
        return new RunListener() {
            private void heard() {
                if (strikes(Plan.Fault.LISTENERS)) {
                    fail("a listener");
                }
            }

            @Override
            public void runStarted(RunHandle run) {
                heard();
            }

            @Override
            public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                heard();
            }

            @Override
            public void taskSkipped(RunHandle run, Skipped skipped) {
                heard();
            }

            @Override
            public void runEnded(RunHandle run, RunSummary summary) {
                heard();
            }

            @Override
            public String toString() {
                heard();
                return "a listener that fails";
            }
        };
    }

    /** Lets the log fail until the returned action is done. */
    Runnable log() {
        if (!has(Plan.Fault.LOGGING)) {
            return () -> {};
        }
        Logger logger = (Logger) LoggerFactory.getLogger("io.pexen");
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            public synchronized void doAppend(ILoggingEvent event) {
                if (strikes(Plan.Fault.LOGGING)) {
                    fail("the log");
                }
            }

            @Override
            protected void append(ILoggingEvent event) {}
        };
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
        return () -> logger.detachAppender(appender);
    }
}
