package io.pexen.spring;

import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.WorkerPool;
import io.pexen.process.ProcessWorkerPool;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Summarizes the pools and scheds of an application in one line. */
final class StartupReport {

    private static final Logger log = LoggerFactory.getLogger(StartupReport.class);

    private StartupReport() {}

    /** Logs the pools with their sizes and the scheds with their numbers of tasks. */
    static void log(Map<String, Sched> scheds, Collection<WorkerPool> pools) {
        log.info("{}", text(scheds, pools));
    }

    /** {@code pools: main (4 workers, 2 spare, threads); scheds: nightly (12 tasks)}. */
    static String text(Map<String, Sched> scheds, Collection<WorkerPool> pools) {
        return "pools: "
                + pools.stream().distinct().map(StartupReport::text).collect(Collectors.joining(", "))
                + "; scheds: "
                + scheds.entrySet().stream()
                        .map(entry -> text(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String text(WorkerPool pool) {
        return pool.name() + " (" + count(pool.workers(), "worker") + ", " + pool.spare() + " spare, " + kind(pool)
                + ")";
    }

    private static String kind(WorkerPool pool) {
        if (pool instanceof ThreadWorkerPool threads) {
            return threads.isVirtual() ? "virtual threads" : "threads";
        }
        return pool instanceof ProcessWorkerPool ? "processes" : pool.getClass().getSimpleName();
    }

    private static String text(String bean, Sched sched) {
        return NamedBean.nameOf(Sched.class, bean) + " (" + count(sched.tasks().size(), "task") + ")";
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
