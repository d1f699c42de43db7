package io.pexen.sample.clean;

import io.pexen.task.PexenTask;
import io.pexen.task.SharedState;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Marks what the strike records say, and counts those that are unclear. */
@Component
class StrikeCleaner {

    private final JdbcClient jdbc;

    StrikeCleaner(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Provides {@code strikes}: from here on, the table is complete and only read. */
    @PexenTask(
            sched = "nightly",
            id = "clean-strikes",
            requires = "load-strikes",
            provides = "strikes",
            claims = "strike",
            priority = -20)
    @Transactional
    int clean(SharedState shared) {
        int rows = jdbc.sql("""
                        update strike
                           set damaged = effect in ('Minor', 'Medium', 'Substantial'),
                               identified = species not like 'Unknown%'
                        """).update();
        shared.put("unclear.damage", count("not damaged and effect <> 'None'"));
        shared.put("unclear.species", count("not identified"));
        return rows;
    }

    private int count(String condition) {
        return jdbc.sql("select count(*) from strike where " + condition)
                .query(Integer.class)
                .single();
    }
}
