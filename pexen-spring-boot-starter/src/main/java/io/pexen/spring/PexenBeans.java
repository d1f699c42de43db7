package io.pexen.spring;

import io.pexen.Sched;
import io.pexen.pool.WorkerPool;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The scheds and pools of a context, by bean name, in the order of definition. Mocks, which have no name, are left to
 * the test that creates them: nothing is set on them, and no meter or endpoint shows them.
 */
public final class PexenBeans {

    private PexenBeans() {}

    /** All scheds; creates lazy ones. */
    public static Map<String, Sched> scheds(ListableBeanFactory beans) {
        return named(beans, Sched.class, Sched::name);
    }

    /** All pools; creates lazy ones. */
    public static Map<String, WorkerPool> pools(ListableBeanFactory beans) {
        return named(beans, WorkerPool.class, WorkerPool::name);
    }

    private static <T> Map<String, T> named(ListableBeanFactory beans, Class<T> type, Function<T, String> name) {
        Map<String, T> named = new LinkedHashMap<>(beans.getBeansOfType(type, false, true));
        named.values().removeIf(bean -> name.apply(bean) == null);
        return named;
    }

    /** Whether a test has replaced a sched by a mock. */
    public static boolean isMock(Sched sched) {
        return sched.name() == null;
    }
}
