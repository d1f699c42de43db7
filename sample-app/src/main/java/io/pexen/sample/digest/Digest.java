package io.pexen.sample.digest;

import io.pexen.sample.report.AirportRates;
import io.pexen.sample.report.Breakdown;
import io.pexen.sample.report.Delays;
import io.pexen.sample.report.StrikeTotals;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything that the reports of one run found.
 *
 * @param breakdowns the strikes by state, by phase of flight and so on, each under its name ({@code by-state})
 * @param missing the names of the breakdowns that failed
 */
public record Digest(
        Instant made,
        Sources sources,
        Quality quality,
        StrikeTotals totals,
        Map<String, Breakdown> breakdowns,
        AirportRates rates,
        Delays delays,
        List<String> missing) {

    public Digest {
        breakdowns = Map.copyOf(breakdowns);
        missing = List.copyOf(missing);
    }
}
