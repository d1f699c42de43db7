package io.pexen.spring;

import io.pexen.Sched;
import io.pexen.pool.WorkerPool;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The scheds and pools of a context, by the names of their beans, in the order of definition. Mocks in their place,
 * which have no name, are the affair of the test that made them: nothing is set on them, and no meter or endpoint shows
 * them.
 */
public final class PexenBeans {

    private PexenBeans() {}

    /** All scheds; lazy ones are made now. */
    public static Map<String, Sched> scheds(ListableBeanFactory beans) {
        return named(beans, Sched.class, Sched::name);
    }

    /** All pools; lazy ones are made now. */
    public static Map<String, WorkerPool> pools(ListableBeanFactory beans) {
        return named(beans, WorkerPool.class, WorkerPool::name);
    }

    private static <T> Map<String, T> named(ListableBeanFactory beans, Class<T> type, Function<T, String> name) {
        Map<String, T> named = new LinkedHashMap<>(beans.getBeansOfType(type, false, true));
        named.values().removeIf(bean -> name.apply(bean) == null);
        return named;
    }

    /** Whether a test has put a mock in the place of a sched. */
    public static boolean isMock(Sched sched) {
        return sched.name() == null;
    }
}
