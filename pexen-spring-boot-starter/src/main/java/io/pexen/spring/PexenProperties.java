package io.pexen.spring;

import io.pexen.process.PayloadSerializer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration of pexen.
 *
 * @param pool Name of the pool of scheds that name none. May be omitted if there is only one pool.
 * @param pools Pools by name. Each becomes a bean that can be injected with its name as the qualifier. If there are
 *     none, and the application declares no pool bean, there is one named "default".
 * @param scheds Scheds by name. Each becomes a bean that can be injected with its name as the qualifier. Tasks that
 *     name no sched belong to "default", which exists without being configured if there are such tasks or if there is
 *     no other sched.
 * @param logFailures Whether to log each failed task, with the logger "io.pexen.tasks".
 * @param events Application events.
 * @param shutdown What happens to active runs when the application stops.
 * @param endpoint The Actuator endpoint "pexen".
 * @param worker Whether this application is a worker process. Set by the pool that starts it.
 */
@ConfigurationProperties("pexen")
public record PexenProperties(
        @Nullable String pool,
        @DefaultValue Map<String, Pool> pools,
        @DefaultValue Map<String, Sched> scheds,
        @DefaultValue("true") boolean logFailures,
        @DefaultValue Events events,
        @DefaultValue Shutdown shutdown,
        @DefaultValue Endpoint endpoint,
        @DefaultValue("false") boolean worker) {

    /** The name of the pool and of the sched that exist without being configured. */
    public static final String DEFAULT_NAME = "default";

    /** The settings of the sched with a name; the defaults if it is not configured. */
    public Sched sched(String name) {
        Sched sched = scheds.get(name);
        return sched == null ? Sched.DEFAULTS : sched;
    }

    /**
     * A pool.
     *
     * @param type Where the workers live.
     * @param workers How many tasks it executes at the same time, at least 1. Defaults to 1, or to the number of
     *     processors for the pool "default" if its workers are threads.
     * @param spare How many tasks a run hands out ahead of a free worker, at least 0.
     * @param virtual Whether the workers are virtual threads, which need Java 21 or later. Defaults to
     *     spring.threads.virtual.enabled. Applies to pools of threads.
     * @param gracePeriod How long interrupted tasks may take to end. Defaults to 10s for threads and to 5s for
     *     processes, which are killed after that.
     * @param maxHeap Maximum heap size of a worker process. By default its JVM chooses.
     * @param jvmArguments JVM arguments of a worker process.
     * @param environment Environment variables of worker processes, in addition to those of this process.
     * @param workingDirectory Working directory of worker processes. Defaults to that of this process.
     * @param tasksPerWorker Number of tasks after which a worker process is replaced by a new one; 0 for never.
     * @param startTimeout How long a worker process may take until its beans are ready.
     * @param messageLimit Largest message to or from a worker process.
     * @param serializer PayloadSerializer for kwargs, shared values and results. Defaults to Java serialization.
     */
    public record Pool(
            @DefaultValue("thread") PoolType type,
            @Nullable Integer workers,
            @DefaultValue("1") int spare,
            @Nullable Boolean virtual,
            @Nullable Duration gracePeriod,
            @Nullable DataSize maxHeap,
            @DefaultValue List<String> jvmArguments,
            @DefaultValue Map<String, String> environment,
            @Nullable Path workingDirectory,
            @DefaultValue("0") int tasksPerWorker,
            @DefaultValue("60s") Duration startTimeout,
            @DefaultValue("256MB") DataSize messageLimit,
            @Nullable Class<? extends PayloadSerializer> serializer) {

        static final Pool DEFAULTS = new Pool(
                PoolType.THREAD,
                null,
                1,
                null,
                null,
                null,
                List.of(),
                Map.of(),
                null,
                0,
                Duration.ofSeconds(60),
                DataSize.ofMegabytes(256),
                null);

        /** How many tasks the pool with this name executes at the same time. */
        public int workersOf(String name) {
            if (workers != null) {
                return workers;
            }
            boolean isDefault = name.equals(DEFAULT_NAME) && type == PoolType.THREAD;
            return isDefault ? Runtime.getRuntime().availableProcessors() : 1;
        }
    }

    /** Where the workers of a pool live. */
    public enum PoolType {
        /** In threads of this JVM. */
        THREAD,
        /**
         * In child processes that run a second copy of this application, without its servers, schedulers and runners.
         */
        PROCESS
    }

    /**
     * A sched.
     *
     * @param pool Name of the pool that it runs on. Defaults to the pool that pexen.pool names.
     * @param shared Preset values for the shared state of its tasks.
     * @param runOnStartup Whether to run it once when the application has started.
     * @param exitCodeOnFailure Whether SpringApplication.exit returns 1 if a task of that run failed or was skipped.
     */
    public record Sched(
            @Nullable String pool,
            @DefaultValue Map<String, Object> shared,
            @DefaultValue("false") boolean runOnStartup,
            @DefaultValue("false") boolean exitCodeOnFailure) {

        static final Sched DEFAULTS = new Sched(null, Map.of(), false, false);
    }

    /**
     * Application events.
     *
     * @param enabled Whether to publish results, skipped tasks, and starts and ends of runs as application events.
     */
    public record Events(@DefaultValue("true") boolean enabled) {}

    /**
     * What happens to active runs when the application stops.
     *
     * @param mode Whether to wait for active runs, or to cancel them at once.
     * @param timeout How long to wait for active runs in total; after half of it, runs that are being drained are
     *     cancelled.
     */
    public record Shutdown(
            @DefaultValue("drain") ShutdownMode mode,
            @DefaultValue("20s") Duration timeout) {}

    /** What to do with a run that is active when the application stops. */
    public enum ShutdownMode {
        /** Let it complete; cancel it when time runs short. */
        DRAIN,
        /** Cancel it at once: its tasks are interrupted. */
        CANCEL
    }

    /**
     * The Actuator endpoint.
     *
     * @param history How many ended runs it remembers, across all scheds.
     */
    public record Endpoint(@DefaultValue("20") int history) {}
}
