package io.pexen.spring;

import io.pexen.pool.ThreadWorkerPool;

/**
 * Customizes the pools of threads that are created from {@code pexen.pools}, before they are built. All beans of this
 * type are called for each of these pools, in their order, after the properties have been applied.
 *
 * <p>Unlike Spring Boot's customizers, this one receives a name: Boot creates one executor, but there may be several
 * pools, and a builder does not reveal which one it is for.
 */
@FunctionalInterface
public interface ThreadWorkerPoolCustomizer {

    /**
     * Customizes a pool.
     *
     * @param name the name of the pool below {@code pexen.pools}
     * @param builder the builder with the properties applied. It has the class loader of the application, which cannot
     *     be combined with a thread factory: use {@code builder.contextClassLoader(null).threadFactory(...)}
     */
    void customize(String name, ThreadWorkerPool.Builder builder);
}
