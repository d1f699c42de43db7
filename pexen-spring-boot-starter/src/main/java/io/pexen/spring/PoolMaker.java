package io.pexen.spring;

import io.pexen.pool.WorkerPool;
import io.pexen.spring.PexenProperties.Pool;
import io.pexen.spring.PexenProperties.PoolType;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Creates the pools of one {@code pexen.pools.<name>.type}. */
public interface PoolMaker {

    /** The type of pools that it creates. */
    PoolType type();

    /**
     * Creates a pool.
     *
     * @param name the name of the pool
     * @param settings its settings; {@code workers}, {@code spare} and {@code grace-period} have been checked, and none
     *     is set that applies only to other types
     * @throws InvalidConfigurationPropertyValueException if another setting is not valid
     */
    WorkerPool make(String name, Pool settings);

    /** The class loader of the application, used as the context class loader of the threads that pools start. */
    static ClassLoader beanClassLoader(ConfigurableBeanFactory beans) {
        ClassLoader loader = beans.getBeanClassLoader();
        return loader != null ? loader : PoolMaker.class.getClassLoader();
    }

    /** Refuses the value of a property that breaks a rule. */
    static void check(boolean valid, String property, Object value, String rule) {
        if (!valid) {
            throw new InvalidConfigurationPropertyValueException(property, value, rule);
        }
    }
}
