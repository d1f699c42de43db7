package io.pexen.sample.report;

import io.pexen.task.PexenTask;
import io.pexen.task.SharedState;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Delays of flights by the hour of their departure. It needs no strikes, so it runs while those are still being
 * cleaned.
 */
@Component
class DelayReport {

    private final JdbcClient jdbc;

    DelayReport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @PexenTask(
            sched = "nightly",
            id = "report-delays",
            pool = "${digest.heavy}",
            requires = "load-flights",
            uses = "flight",
            priority = 5)
    int delays(SharedState shared) {
        Delays delays = new Delays(jdbc.sql("""
                        select extract(hour from departure) as "hour", count(*) as flights,
                               sum(delay) as minutes, count(*) filter (where delay > 15) as late
                          from flight
                         group by extract(hour from departure)
                         order by extract(hour from departure)
                        """).query(HourDelay.class).list());
        shared.put("delays", delays);
        return delays.hours().size();
    }
}
