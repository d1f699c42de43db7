package io.pexen.sample.report;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The query that all breakdowns share. */
@Component
class StrikeQuery {

    private final JdbcClient jdbc;

    StrikeQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All strikes by the value of an SQL expression over the table {@code strike}, the most frequent first. */
    List<StrikeFigure> byFrequency(String expression) {
        return query(expression, "true", "strikes desc, label");
    }

    /** All strikes by the value of an SQL expression, in the order of its values. */
    List<StrikeFigure> byValue(String expression) {
        return query(expression, "true", "label");
    }

    /** The strikes that satisfy an SQL condition, by the value of an expression, the most frequent first. */
    List<StrikeFigure> byFrequency(String expression, String condition) {
        return query(expression, condition, "strikes desc, label");
    }

    private List<StrikeFigure> query(String expression, String condition, String order) {
        return jdbc.sql("""
                        select label, count(*) as strikes, count(*) filter (where damaged) as damaged, sum(cost) as cost
                          from (select %s as label, damaged, cost from strike where %s)
                         group by label
                         order by %s
                        """.formatted(expression, condition, order))
                .query(StrikeFigure.class)
                .list();
    }
}
