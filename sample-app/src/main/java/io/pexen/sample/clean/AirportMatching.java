package io.pexen.sample.clean;

import io.pexen.task.PexenTask;
import io.pexen.task.SharedState;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Matches the airports named in strike reports with the list of airports. */
@Component
class AirportMatching {

    private final JdbcClient jdbc;

    AirportMatching(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @PexenTask(
            sched = "nightly",
            id = "match-airports",
            requires = {"load-airports", "strikes"},
            uses = {"airport", "strike"},
            claims = "strike_airport",
            priority = -5)
    @Transactional
    int match(SharedState shared) {
        List<NamedAirport> named = collectNames();
        AirportMatcher matcher = new AirportMatcher(
                jdbc.sql("select * from airport").query(Airport.class).list());
        for (NamedAirport airport : named) {
            matcher.match(airport.name(), airport.state()).ifPresent(iata -> assign(airport, iata));
        }
        List<NamedAirport> unmatched = names("where iata is null");
        shared.put("matches", new AirportMatches(named.size(), unmatched));
        return named.size() - unmatched.size();
    }

    private List<NamedAirport> collectNames() {
        jdbc.sql("delete from strike_airport").update();
        jdbc.sql("""
                        insert into strike_airport (name, state, strikes)
                        select airport, state, count(*) from strike group by airport, state
                        """).update();
        return names("");
    }

    private List<NamedAirport> names(String where) {
        return jdbc.sql("select name, state, strikes from strike_airport " + where + " order by strikes desc, name")
                .query(NamedAirport.class)
                .list();
    }

    private void assign(NamedAirport airport, String iata) {
        jdbc.sql("update strike_airport set iata = :iata where name = :name and state = :state")
                .param("iata", iata)
                .param("name", airport.name())
                .param("state", airport.state())
                .update();
    }
}
