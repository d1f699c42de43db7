package io.pexen.sample.report;

import io.pexen.task.PexenTask;
import io.pexen.task.SharedState;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The simple reports on strikes. Each leaves its figures in the shared state, where the digest finds them. */
@Component
class StrikeReports {

    private final StrikeQuery strikes;
    private final JdbcClient jdbc;

    StrikeReports(StrikeQuery strikes, JdbcClient jdbc) {
        this.strikes = strikes;
        this.jdbc = jdbc;
    }

    @PexenTask(sched = "nightly", id = "report-totals", requires = "strikes", uses = "strike")
    long totals(SharedState shared) {
        StrikeTotals totals = jdbc.sql("""
                        select min(struck_on) as first, max(struck_on) as last, count(*) as strikes,
                               count(*) filter (where damaged) as damaged, sum(cost) as cost
                          from strike
                        """).query(StrikeTotals.class).single();
        shared.put("totals", totals);
        return totals.strikes();
    }

    @PexenTask(sched = "nightly", id = "report-by-state", requires = "strikes", uses = "strike")
    int byState(SharedState shared) {
        return report(shared, "by-state", strikes.byFrequency("state"));
    }

    @PexenTask(sched = "nightly", id = "report-by-phase", requires = "strikes", uses = "strike")
    int byPhase(SharedState shared) {
        return report(shared, "by-phase", strikes.byFrequency("phase"));
    }

    @PexenTask(sched = "nightly", id = "report-by-year", requires = "strikes", uses = "strike")
    int byYear(SharedState shared) {
        return report(shared, "by-year", strikes.byValue("to_char(struck_on, 'YYYY')"));
    }

    @PexenTask(sched = "nightly", id = "report-by-month", requires = "strikes", uses = "strike")
    int byMonth(SharedState shared) {
        return report(shared, "by-month", strikes.byValue("to_char(struck_on, 'MM')"));
    }

    private static int report(SharedState shared, String key, List<StrikeFigure> rows) {
        shared.put(key, new Breakdown(rows));
        return rows.size();
    }
}
