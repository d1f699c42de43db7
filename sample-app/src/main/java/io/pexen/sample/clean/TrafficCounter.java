package io.pexen.sample.clean;

import io.pexen.task.PexenTask;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Aggregates flights per route into flights per airport, departures and arrivals combined. */
@Component
class TrafficCounter {

    private final JdbcClient jdbc;

    TrafficCounter(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @PexenTask(sched = "nightly", id = "count-traffic", requires = "load-routes", uses = "route", claims = "traffic")
    @Transactional
    int count() {
        jdbc.sql("delete from traffic").update();
        return jdbc.sql("""
                        insert into traffic (iata, flights)
                        select iata, sum(flights)
                          from (select origin as iata, flights from route
                                union all
                                select destination, flights from route)
                         group by iata
                        """).update();
    }
}
