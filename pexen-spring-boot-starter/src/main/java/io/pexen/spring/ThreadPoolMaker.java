package io.pexen.spring;

import io.pexen.pool.TaskWrapper;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.WorkerPool;
import io.pexen.spring.PexenProperties.Pool;
import io.pexen.spring.PexenProperties.PoolType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;

/** Creates pools of threads. */
final class ThreadPoolMaker implements PoolMaker {

    private final Environment environment;
    private final ClassLoader loader;
    private final @Nullable TaskWrapper wrapper;
    private final List<ThreadWorkerPoolCustomizer> customizers;

    ThreadPoolMaker(
            Environment environment,
            ClassLoader loader,
            @Nullable TaskWrapper wrapper,
            List<ThreadWorkerPoolCustomizer> customizers) {
        this.wrapper = wrapper;
        this.environment = environment;
        this.loader = loader;
        this.customizers = customizers;
    }

    @Override
    public PoolType type() {
        return PoolType.THREAD;
    }

    @Override
    public WorkerPool make(String name, Pool settings) {
        ThreadWorkerPool.Builder builder = ThreadWorkerPool.builder()
                .name(name)
                .workers(settings.workersOf(name))
                .spare(settings.spare())
                .contextClassLoader(loader)
                .taskWrapper(wrapper)
                .virtual(virtual(settings, "pexen.pools." + name + ".virtual"));
        if (settings.gracePeriod() != null) {
            builder.gracePeriod(settings.gracePeriod());
        }
        customizers.forEach(customizer -> customizer.customize(name, builder));
        return builder.build();
    }

    private boolean virtual(Pool settings, String property) {
        if (settings.virtual() == null) {
            return Threading.VIRTUAL.isActive(environment);
        }
        PoolMaker.check(
                !settings.virtual() || ThreadWorkerPool.virtualThreadsAvailable(),
                property,
                true,
                "virtual threads need Java 21 or later, and this is Java "
                        + Runtime.version().feature());
        return settings.virtual();
    }
}
