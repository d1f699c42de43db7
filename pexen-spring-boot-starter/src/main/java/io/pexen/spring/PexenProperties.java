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
 * @param pool Name of the pool that scheds run on which name none. May be left out while there is only one pool.
 * @param pools Pools by name. Each becomes a bean that is injected by the qualifier of its name. With none, and no pool
 *     bean of the application, there is one named "default".
 * @param scheds Scheds by name. Each becomes a bean that is injected by the qualifier of its name. "default" is the one of
 *     tasks that name no sched; without being configured it is there if there are such tasks, or no other sched.
 * @param logFailures Whether tasks that fail are logged, by the logger "io.pexen.tasks".
 * @param events Application events.
 * @param shutdown What becomes of running runs when the application stops.
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

    /** The name of the pool and of the sched that are there without being configured. */
    public static final String DEFAULT_NAME = "default";

    /** The sched settings of a name; the defaults if nothing is configured. */
    public Sched sched(String name) {
        Sched sched = scheds.get(name);
        return sched == null ? Sched.DEFAULTS : sched;
    }

    /**
     * A pool.
     *
     * @param type Where the workers live.
     * @param workers How many tasks it executes at the same time, at least 1. By default 1; as many as the JVM has
     *     processors for the pool named "default" while its workers are threads.
     * @param spare How many tasks a run hands out ahead of a free worker, at least 0.
     * @param virtual Whether the workers are virtual threads, which needs Java 21. By default what
     *     spring.threads.virtual.enabled says. For pools of threads.
     * @param gracePeriod How long interrupted tasks have to end. By default 10s for threads; 5s for processes, which are killed
     *     then.
     * @param maxHeap The largest heap of a worker process. By default what its JVM chooses.
     * @param jvmArguments Arguments for the JVM of a worker process.
     * @param environment Variables in the environment of worker processes, besides those of this one.
     * @param workingDirectory The working directory of worker processes. By default that of this one.
     * @param tasksPerWorker After how many tasks a worker process is replaced by a new one; 0 for never.
     * @param startTimeout How long a worker process may take until its beans are there.
     * @param messageLimit The largest message to and from a worker process.
     * @param serializer The PayloadSerializer that writes kwargs, shared values and results. By default Java serialization.
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

        /** How many tasks the pool of this name executes at the same time. */
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
        /** In processes that are this application once more, without its servers, schedulers and runners. */
        PROCESS
    }

    /**
     * A sched.
     *
     * @param pool Name of the pool that it runs on. By default the one that pexen.pool names.
     * @param shared Preset values of the shared state of its tasks.
     * @param runOnStartup Whether to run it once when the application has started.
     * @param exitCodeOnFailure Whether that run, if a task failed or was skipped, makes SpringApplication.exit return 1.
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
     * @param enabled Whether results, starts and ends of runs and skipped tasks are published as application events.
     */
    public record Events(@DefaultValue("true") boolean enabled) {}

    /**
     * What becomes of running runs when the application stops.
     *
     * @param mode Whether running runs are waited for, or cancelled at once.
     * @param timeout How long to wait for running runs to end; after half of it, those that are being drained are
     *     cancelled.
     */
    public record Shutdown(
            @DefaultValue("drain") ShutdownMode mode,
            @DefaultValue("20s") Duration timeout) {}

    /** What to do with a run that is running when the application stops. */
    public enum ShutdownMode {
        /** Let it come to its end; cancel it when time is short. */
        DRAIN,
        /** Cancel it at once: its tasks are interrupted. */
        CANCEL
    }

    /**
     * The Actuator endpoint.
     *
     * @param history How many ended runs it remembers, of all scheds together.
     */
    public record Endpoint(@DefaultValue("20") int history) {}
}
