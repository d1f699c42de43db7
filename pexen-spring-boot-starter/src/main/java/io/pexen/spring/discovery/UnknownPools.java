package io.pexen.spring.discovery;

import io.pexen.Sched;
import io.pexen.pool.WorkerPool;
import io.pexen.spring.NamedBean;
import io.pexen.spring.StartupProblem;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ListableBeanFactory;

/** Finds methods that name a pool that does not exist. */
final class UnknownPools {

    private final ListableBeanFactory beans;

    UnknownPools(ListableBeanFactory beans) {
        this.beans = beans;
    }

    /** Adds a problem for each task of the sched that names a pool that neither the context nor the sched has. */
    void find(Sched sched, List<FoundTask> tasks, List<StartupProblem> problems) {
        for (FoundTask task : tasks) {
            String pool = task.task().pool();
            if (pool != null && !isKnown(pool, sched)) {
                problems.add(new StartupProblem(
                        "The " + task.method() + " names the pool \"" + pool + "\", which does not exist (known pools: "
                                + known() + ").",
                        "Configure pexen.pools." + pool + ", or correct the name in the annotation."));
            }
        }
    }

    private boolean isKnown(String name, Sched sched) {
        WorkerPool own = sched.pool();
        return NamedBean.find(beans, WorkerPool.class, name).isPresent()
                || sched.pools().containsKey(name)
                || (own != null && own.name().equals(name));
    }

    private String known() {
        return Arrays.stream(beans.getBeanNamesForType(WorkerPool.class))
                .map(bean -> '"' + NamedBean.nameOf(WorkerPool.class, bean) + '"')
                .collect(Collectors.joining(", "));
    }
}
