package io.pexen.sample.load;

import io.pexen.task.PexenTask;
import io.pexen.task.SharedState;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.apache.commons.csv.CSVRecord;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Loads airports and the flights between them. Three tables, three claims: the loads run in parallel. */
@Component
class TrafficLoader {

    private static final DateTimeFormatter DEPARTURE = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm");

    private final CsvFiles files;
    private final Table table;

    TrafficLoader(CsvFiles files, Table table) {
        this.files = files;
        this.table = table;
    }

    @PexenTask(sched = "nightly", id = "load-airports", claims = "airport", priority = -10)
    @Transactional
    int airports(SharedState shared) {
        List<Object[]> airports = files.rows("airports.csv", TrafficLoader::airport);
        int rows = table.replace("airport", List.of("iata", "name", "city", "state"), airports);
        shared.put("rows.airports", rows);
        return rows;
    }

    @PexenTask(sched = "nightly", id = "load-routes", claims = "route")
    @Transactional
    int routes(SharedState shared) {
        List<Object[]> routes = files.rows("flights-airport.csv", TrafficLoader::route);
        int rows = table.replace("route", List.of("origin", "destination", "flights"), routes);
        shared.put("rows.routes", rows);
        return rows;
    }

    @PexenTask(sched = "nightly", id = "load-flights", claims = "flight")
    @Transactional
    int flights(SharedState shared) {
        List<Object[]> flights = files.rows("flights-20k.csv", TrafficLoader::flight);
        int rows = table.replace("flight", List.of("departure", "delay", "origin", "destination"), flights);
        shared.put("rows.flights", rows);
        return rows;
    }

    private static Object[] airport(CSVRecord line) {
        return new Object[] {line.get("iata"), line.get("name"), line.get("city"), line.get("state")};
    }

    private static Object[] route(CSVRecord line) {
        return new Object[] {line.get("origin"), line.get("destination"), Integer.valueOf(line.get("count"))};
    }

    private static Object[] flight(CSVRecord line) {
        return new Object[] {
            LocalDateTime.parse(line.get("date"), DEPARTURE),
            Integer.valueOf(line.get("delay")),
            line.get("origin"),
            line.get("destination")
        };
    }
}
