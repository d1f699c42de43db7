package io.pexen.spring.process;

import io.pexen.process.ProcessWorkerPool;

/**
 * Changes the pools of processes that are made of {@code pexen.pools}, before they are built. All beans of this type
 * are called for each of these pools, in their order, after the properties have been applied. In a worker process
 * they are not called, as it has threads in place of such pools.
 *
 * <p>Unlike Spring Boot's customizers, this one is told the name: Boot makes one executor, but there may be many pools,
 * and a builder does not tell which one it is for.
 */
@FunctionalInterface
public interface ProcessWorkerPoolCustomizer {

    /**
     * Changes a pool.
     *
     * @param name the name of the pool below {@code pexen.pools}
     * @param builder what the properties say. Its main class, arguments and class path start the application as a
     *     worker, so they are best left alone; {@code jvmArguments} replaces those of the properties
     */
    void customize(String name, ProcessWorkerPool.Builder builder);
}
