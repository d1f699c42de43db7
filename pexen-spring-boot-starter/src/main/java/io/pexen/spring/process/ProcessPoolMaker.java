package io.pexen.spring.process;

import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.WorkerPool;
import io.pexen.process.ProcessWorkerPool;
import io.pexen.process.WorkerListener;
import io.pexen.spring.PexenProperties.Pool;
import io.pexen.spring.PexenProperties.PoolType;
import io.pexen.spring.PoolMaker;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Creates pools of worker processes that run copies of the application. In a worker process, it creates pools of
 * threads instead.
 */
final class ProcessPoolMaker implements PoolMaker {

    private final Environment environment;
    private final ClassLoader loader;
    private final @Nullable ApplicationStart start;
    private final List<WorkerListener> listeners;
    private final List<ProcessWorkerPoolCustomizer> customizers;

    ProcessPoolMaker(
            Environment environment,
            ClassLoader loader,
            @Nullable ApplicationStart start,
            List<WorkerListener> listeners,
            List<ProcessWorkerPoolCustomizer> customizers) {
        this.environment = environment;
        this.loader = loader;
        this.start = start;
        this.listeners = listeners;
        this.customizers = customizers;
    }

    @Override
    public PoolType type() {
        return PoolType.PROCESS;
    }

    @Override
    public WorkerPool make(String name, Pool settings) {
        if (environment.getProperty(WorkerSettings.WORKER, Boolean.class, false)) {
            return ThreadWorkerPool.builder()
                    .name(name)
                    .workers(settings.workersOf(name))
                    .spare(settings.spare())
                    .contextClassLoader(loader)
                    .build();
        }
        String prefix = "pexen.pools." + name;
        if (start == null) {
            throw new InvalidConfigurationPropertyValueException(
                    prefix + ".type",
                    "process",
                    "worker processes start the application again, so it must have been started by"
                            + " SpringApplication.run; use type thread here");
        }
        check(settings, prefix);
        ProcessWorkerPool.Builder builder = ProcessWorkerPool.builder()
                .name(name)
                .workers(settings.workersOf(name))
                .spare(settings.spare())
                .contextClassLoader(loader)
                .tasksPerWorker(settings.tasksPerWorker())
                .startTimeout(settings.startTimeout())
                .messageLimit((int) settings.messageLimit().toBytes());
        if (settings.gracePeriod() != null) {
            builder.gracePeriod(settings.gracePeriod());
        }
        if (settings.maxHeap() != null) {
            builder.maxHeap(settings.maxHeap().toKilobytes() + "k");
        }
        if (settings.workingDirectory() != null) {
            builder.workingDirectory(settings.workingDirectory());
        }
        if (settings.serializer() != null) {
            builder.serializer(settings.serializer());
        }
        settings.environment().forEach(builder::environment);
        listeners.forEach(builder::listener);
        new ApplicationLaunch(start, environment).configure(builder, settings.jvmArguments());
        customizers.forEach(customizer -> customizer.customize(name, builder));
        return builder.build();
    }

    private static void check(Pool settings, String prefix) {
        PoolMaker.check(
                settings.tasksPerWorker() >= 0,
                prefix + ".tasks-per-worker",
                settings.tasksPerWorker(),
                "tasks-per-worker must be >= 0, where 0 means never");
        PoolMaker.check(
                !settings.startTimeout().isNegative()
                        && !settings.startTimeout().isZero(),
                prefix + ".start-timeout",
                settings.startTimeout(),
                "the time limit must be positive");
        long limit = settings.messageLimit().toBytes();
        PoolMaker.check(
                limit >= ProcessWorkerPool.SMALLEST_MESSAGE_LIMIT && limit <= Integer.MAX_VALUE,
                prefix + ".message-limit",
                settings.messageLimit(),
                "the limit must be at least 64KB and less than 2GB");
        DataSize maxHeap = settings.maxHeap();
        PoolMaker.check(
                maxHeap == null || maxHeap.toMegabytes() >= 2,
                prefix + ".max-heap",
                String.valueOf(maxHeap),
                "the heap must be at least 2MB");
    }
}
