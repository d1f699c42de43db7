package io.pexen.sample.digest;

import io.pexen.sample.clean.AirportMatches;
import io.pexen.sample.report.AirportRates;
import io.pexen.sample.report.Breakdown;
import io.pexen.sample.report.Delays;
import io.pexen.sample.report.StrikeTotals;
import io.pexen.task.PexenTask;
import io.pexen.task.SharedState;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The last task: combines what the others left in their shared state. It receives only the shared state of the tasks
 * that it requires directly, so it also requires the loads, although the reports depend on them anyway.
 */
@Component
class DigestMaker {

    private static final List<String> BREAKDOWNS = List.of("by-state", "by-phase", "by-species", "by-year", "by-month");

    private final LatestDigest latest;

    DigestMaker(LatestDigest latest) {
        this.latest = latest;
    }

    @PexenTask(
            sched = "nightly",
            id = "digest",
            requires = {
                "load-airports",
                "load-routes",
                "load-flights",
                "load-strikes",
                "clean-strikes",
                "match-airports",
                "report-totals",
                "report-by-state",
                "report-by-phase",
                "report-by-species",
                "report-by-year",
                "report-by-month",
                "report-rates",
                "report-delays"
            })
    String digest(SharedState shared) {
        Digest digest = new Digest(
                Clock.systemUTC().instant(),
                new Sources(
                        shared.get("rows.airports", Integer.class),
                        shared.get("rows.routes", Integer.class),
                        shared.get("rows.flights", Integer.class),
                        shared.get("rows.strikes", Integer.class)),
                new Quality(
                        shared.get("unclear.damage", Integer.class),
                        shared.get("unclear.species", Integer.class),
                        shared.get("matches", AirportMatches.class)),
                shared.get("totals", StrikeTotals.class),
                breakdowns(shared),
                shared.get("rates", AirportRates.class),
                shared.get("delays", Delays.class),
                BREAKDOWNS.stream().filter(Predicate.not(shared::containsKey)).toList());
        latest.set(digest);
        return digest.missing().isEmpty() ? "complete" : "without " + digest.missing();
    }

    /** A breakdown that failed in a controlled way is missing: the digest is made without it. */
    private static Map<String, Breakdown> breakdowns(SharedState shared) {
        return BREAKDOWNS.stream()
                .filter(shared::containsKey)
                .collect(Collectors.toMap(Function.identity(), name -> shared.get(name, Breakdown.class)));
    }
}
