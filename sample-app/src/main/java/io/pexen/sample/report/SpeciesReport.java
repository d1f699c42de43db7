package io.pexen.sample.report;

import io.pexen.task.Kwarg;
import io.pexen.task.PexenTask;
import io.pexen.task.SharedState;
import io.pexen.task.TaskFailException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Strikes by species: the species struck most often, all others combined, and the strikes with an unidentified species.
 */
@Component
class SpeciesReport {

    private final StrikeQuery strikes;

    SpeciesReport(StrikeQuery strikes) {
        this.strikes = strikes;
    }

    /**
     * With {@code fail}, it fails in a controlled way: tasks that require it still run, and its locks are released. So
     * the digest is made without this report, and says so.
     */
    @PexenTask(
            sched = "nightly",
            id = "report-by-species",
            pool = "${digest.heavy}",
            requires = "strikes",
            uses = "strike",
            kwargs = {"top=${digest.top:10}", "fail=${digest.fail-species:false}"})
    int bySpecies(SharedState shared, @Kwarg int top, @Kwarg boolean fail) {
        if (fail) {
            throw new TaskFailException("asked to fail by digest.fail-species");
        }
        List<StrikeFigure> species = strikes.byFrequency("species", "identified");
        List<StrikeFigure> rows = new ArrayList<>(species.subList(0, Math.min(top, species.size())));
        rows.addAll(together("Other species", species.subList(rows.size(), species.size())));
        rows.addAll(together("Not identified", strikes.byFrequency("species", "not identified")));
        shared.put("by-species", new Breakdown(rows));
        return rows.size();
    }

    /** One row for all of them, or none. */
    private static List<StrikeFigure> together(String label, List<StrikeFigure> rows) {
        return rows.stream()
                .reduce(StrikeFigure::plus)
                .map(sum -> List.of(new StrikeFigure(label, sum.strikes(), sum.damaged(), sum.cost())))
                .orElse(List.of());
    }
}
