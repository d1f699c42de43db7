package io.pexen.sample.report;

import io.pexen.sample.clean.NamedAirport;
import java.io.Serializable;
import java.util.List;

/**
 * The airports where strikes are most frequent.
 *
 * @param highest those with the highest rates, in descending order
 * @param compared how many airports were compared
 * @param quiet those that were not compared because they have too few flights
 */
public record AirportRates(List<AirportRate> highest, int compared, List<NamedAirport> quiet) implements Serializable {

    public AirportRates {
        highest = List.copyOf(highest);
        quiet = List.copyOf(quiet);
    }
}
