package io.pexen.spring;

import io.pexen.spring.PexenProperties.Pool;
import io.pexen.spring.PexenProperties.PoolType;
import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Refuses settings of a pool that are out of range, or that would be ignored because they apply to pools of another
 * type.
 */
final class PoolChecks {

    private final String prefix;
    private final int workers;
    private final Pool pool;

    private PoolChecks(String name, Pool pool) {
        this.workers = pool.workersOf(name);
        this.prefix = "pexen.pools." + name;
        this.pool = pool;
    }

    /**
     * Checks the settings that pools of all types have, and that none are set that apply only to the other type.
     *
     * @throws InvalidConfigurationPropertyValueException if a setting is not valid
     * @throws StartupProblemsException if a setting that may hold secrets does not apply
     */
    static void check(String name, Pool pool) {
        PoolChecks checks = new PoolChecks(name, pool);
        checks.ranges();
        if (pool.type() == PoolType.THREAD) {
            checks.nothingOfProcesses();
        } else {
            checks.applies(Boolean.TRUE.equals(pool.virtual()), ".virtual", true, PoolType.THREAD);
        }
    }

    private void ranges() {
        PoolMaker.check(workers >= 1, prefix + ".workers", workers, "workers must be >= 1");
        PoolMaker.check(pool.spare() >= 0, prefix + ".spare", pool.spare(), "spare must be >= 0");
        Duration gracePeriod = pool.gracePeriod();
        PoolMaker.check(
                gracePeriod == null || !gracePeriod.isNegative(),
                prefix + ".grace-period",
                String.valueOf(gracePeriod),
                "the grace period must not be negative");
    }

    private void nothingOfProcesses() {
        PoolType only = PoolType.PROCESS;
        applies(pool.maxHeap() != null, ".max-heap", String.valueOf(pool.maxHeap()), only);
        appliesSecretly(!pool.jvmArguments().isEmpty(), ".jvm-arguments", only);
        appliesSecretly(!pool.environment().isEmpty(), ".environment", only);
        applies(pool.workingDirectory() != null, ".working-directory", String.valueOf(pool.workingDirectory()), only);
        applies(pool.serializer() != null, ".serializer", String.valueOf(pool.serializer()), only);
        Pool defaults = Pool.DEFAULTS;
        applies(pool.tasksPerWorker() != defaults.tasksPerWorker(), ".tasks-per-worker", pool.tasksPerWorker(), only);
        applies(!pool.startTimeout().equals(defaults.startTimeout()), ".start-timeout", pool.startTimeout(), only);
        applies(!pool.messageLimit().equals(defaults.messageLimit()), ".message-limit", pool.messageLimit(), only);
    }

    /**
     * Arguments and variables may hold secrets. If an exception is about a value, Spring Boot's report shows the value
     * from the environment, whatever the exception contains.
     */
    private void appliesSecretly(boolean isSet, String property, PoolType only) {
        if (isSet) {
            String wanted = only.name().toLowerCase(Locale.ROOT);
            throw new StartupProblemsException(new StartupProblem(
                    "The property " + prefix + property + " applies only to pools of type " + wanted + ".",
                    "Remove it, or set " + prefix + ".type=" + wanted + "."));
        }
    }

    private void applies(boolean isSet, String property, Object value, PoolType only) {
        String wanted = only.name().toLowerCase(Locale.ROOT);
        PoolMaker.check(
                !isSet,
                prefix + property,
                value,
                "it applies only to pools of type " + wanted + "; remove it, or set " + prefix + ".type=" + wanted);
    }
}
