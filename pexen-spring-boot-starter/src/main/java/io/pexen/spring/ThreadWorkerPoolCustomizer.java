package io.pexen.spring;

import io.pexen.pool.ThreadWorkerPool;

/**
 * Changes the pools of threads that are made of {@code pexen.pools}, before they are built. All beans of this type are
 * called for each of these pools, in their order, after the properties have been applied.
 *
 * <p>Unlike Spring Boot's customizers, this one is told the name: Boot makes one executor, but there may be many pools,
 * and a builder does not tell which one it is for.
 */
@FunctionalInterface
public interface ThreadWorkerPoolCustomizer {

    /**
     * Changes a pool.
     *
     * @param name the name of the pool below {@code pexen.pools}
     * @param builder what the properties say; it has the class loader of the application, which goes with no thread
     *     factory ({@code builder.contextClassLoader(null).threadFactory(...)})
     */
    void customize(String name, ThreadWorkerPool.Builder builder);
}
