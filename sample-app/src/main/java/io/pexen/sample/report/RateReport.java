package io.pexen.sample.report;

import io.pexen.sample.clean.NamedAirport;
import io.pexen.task.Kwarg;
import io.pexen.task.PexenTask;
import io.pexen.task.SharedState;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Strikes per 10,000 flights, for the airports that were matched and have enough flights for a comparison. */
@Component
class RateReport {

    private final JdbcClient jdbc;

    RateReport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @PexenTask(
            sched = "nightly",
            id = "report-rates",
            pool = "${digest.heavy}",
            requires = {"match-airports", "count-traffic"},
            uses = {"airport", "strike_airport", "traffic"},
            kwargs = {"top=${digest.top:10}", "minFlights=${digest.min-flights:10000}"})
    int rates(SharedState shared, @Kwarg int top, @Kwarg int minFlights) {
        List<AirportRate> rates = rates(minFlights);
        shared.put(
                "rates",
                new AirportRates(rates.subList(0, Math.min(top, rates.size())), rates.size(), quiet(minFlights)));
        return rates.size();
    }

    private List<AirportRate> rates(int minFlights) {
        return jdbc.sql("""
                        select a.iata, a.name, a.city, a.state, sum(s.strikes) as strikes, t.flights,
                               sum(s.strikes) * 1e4 / t.flights as rate
                          from strike_airport s
                          join airport a on a.iata = s.iata
                          join traffic t on t.iata = s.iata
                         where t.flights >= :minFlights
                         group by a.iata, a.name, a.city, a.state, t.flights
                         order by rate desc, a.iata
                        """)
                .param("minFlights", minFlights)
                .query(AirportRate.class)
                .list();
    }

    private List<NamedAirport> quiet(int minFlights) {
        return jdbc.sql("""
                        select name, state, strikes
                          from strike_airport s left join traffic t on t.iata = s.iata
                         where s.iata is not null and coalesce(t.flights, 0) < :minFlights
                         order by strikes desc, name
                        """)
                .param("minFlights", minFlights)
                .query(NamedAirport.class)
                .list();
    }
}
