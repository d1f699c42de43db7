package io.pexen.spring.process;

import io.pexen.process.ProcessWorkerPool;

/**
 * Customizes the pools of processes that are created from {@code pexen.pools}, before they are built. All beans of this
 * type are called for each of these pools, in their order, after the properties have been applied. They are not called
 * in a worker process, which has threads instead of such pools.
 *
 * <p>Unlike Spring Boot's customizers, this one receives a name: Boot creates one executor, but there may be several
 * pools, and a builder does not reveal which one it is for.
 */
@FunctionalInterface
public interface ProcessWorkerPoolCustomizer {

    /**
     * Customizes a pool.
     *
     * @param name the name of the pool below {@code pexen.pools}
     * @param builder the builder with the properties applied. Its main class, arguments and classpath start the
     *     application as a worker, so they are best left unchanged; {@code jvmArguments} replaces the arguments from
     *     the properties
     */
    void customize(String name, ProcessWorkerPool.Builder builder);
}
