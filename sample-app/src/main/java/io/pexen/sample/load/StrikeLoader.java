package io.pexen.sample.load;

import io.pexen.task.PexenTask;
import io.pexen.task.SharedState;
import java.time.LocalDate;
import java.util.List;
import org.apache.commons.csv.CSVRecord;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Loads the reported wildlife strikes. Most of the graph waits for this task, so it goes first. */
@Component
class StrikeLoader {

    private static final List<String> COLUMNS =
            List.of("airport", "state", "struck_on", "phase", "species", "effect", "cost");

    private final CsvFiles files;
    private final Table table;

    StrikeLoader(CsvFiles files, Table table) {
        this.files = files;
        this.table = table;
    }

    @PexenTask(sched = "nightly", id = "load-strikes", claims = "strike", priority = -20)
    @Transactional
    int strikes(SharedState shared) {
        int rows = table.replace("strike", COLUMNS, files.rows("birdstrikes.csv", StrikeLoader::strike));
        shared.put("rows.strikes", rows);
        return rows;
    }

    private static Object[] strike(CSVRecord line) {
        return new Object[] {
            line.get("Airport Name"),
            line.get("Origin State"),
            LocalDate.parse(line.get("Flight Date")),
            line.get("Phase of flight"),
            line.get("Wildlife Species"),
            line.get("Effect Amount of damage"),
            Long.valueOf(line.get("Cost Total $"))
        };
    }
}
