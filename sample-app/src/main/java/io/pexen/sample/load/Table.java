package io.pexen.sample.load;

import java.util.Collections;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Replaces the contents of a table. */
@Component
class Table {

    private static final int BATCH = 1_000;

    private final JdbcTemplate jdbc;

    Table(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Empties the table and fills it again. Call it in a transaction, so that the half-filled table is never visible.
     *
     * @param columns the columns that the rows have values for, in the same order
     * @return the number of rows in the table now
     */
    int replace(String table, List<String> columns, List<Object[]> rows) {
        jdbc.update("delete from " + table);
        String insert = "insert into " + table + " (" + String.join(", ", columns) + ") values ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        for (int from = 0; from < rows.size(); from += BATCH) {
            jdbc.batchUpdate(insert, rows.subList(from, Math.min(from + BATCH, rows.size())));
        }
        return rows.size();
    }
}
