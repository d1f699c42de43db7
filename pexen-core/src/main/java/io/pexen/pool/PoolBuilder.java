package io.pexen.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings that all pools have, each validated when it is set. Not for use by several threads at once.
 *
 * @param <B> the builder itself
 */
public abstract class PoolBuilder<B extends PoolBuilder<B>> {

    private @Nullable String name;
    private int workers = 1;
    private int spare = 1;
    private Duration gracePeriod;
    private @Nullable ClassLoader contextClassLoader;

    /** @param gracePeriod the default */
    protected PoolBuilder(Duration gracePeriod) {
        this.gracePeriod = gracePeriod;
    }

    /** The name in logs, metrics and threads; by default a kind and a number. */
    public B name(String name) {
        this.name = name;
        return self();
    }

    /** The number of workers, at least 1; 1 by default. */
    public B workers(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers must be >= 1, was " + workers);
        }
        this.workers = workers;
        return self();
    }

    /** How many tasks a run dispatches ahead of a free worker, at least 0; 1 by default. They wait in this JVM. */
    public B spare(int spare) {
        if (spare < 0) {
            throw new IllegalArgumentException("spare must be >= 0, was " + spare);
        }
        this.spare = spare;
        return self();
    }

    /**
     * How long bodies have to respond to an interrupt; the pool says what it does then, and what the default is. A
     * duration that is too long to count, such as that of {@link java.time.temporal.ChronoUnit#FOREVER}, means as long
     * as it takes.
     */
    public B gracePeriod(Duration gracePeriod) {
        if (gracePeriod.isNegative()) {
            throw new IllegalArgumentException("gracePeriod must not be negative, was " + gracePeriod);
        }
        this.gracePeriod = gracePeriod;
        return self();
    }

    /**
     * The context class loader of the threads that the pool makes in this JVM; by default, or if null, the class loader
     * of pexen.
     */
    public B contextClassLoader(@Nullable ClassLoader contextClassLoader) {
        this.contextClassLoader = contextClassLoader;
        return self();
    }

    /** Whether a context class loader was set. */
    final boolean hasContextClassLoader() {
        return contextClassLoader != null;
    }

    final ClassLoader contextClassLoader() {
        return contextClassLoader != null ? contextClassLoader : getClass().getClassLoader();
    }

    /** The name of a pool that was given none; called once for such a pool. */
    protected abstract String defaultName();

    /** The settings so far. */
    protected final PoolConfig config() {
        return new PoolConfig(name != null ? name : defaultName(), workers, spare, gracePeriod, contextClassLoader());
    }

    @SuppressWarnings("unchecked") // by the definition of B
    private B self() {
        return (B) this;
    }
}
