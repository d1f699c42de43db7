package io.pexen.sample.clean;

import java.io.Serializable;
import java.util.List;

/**
 * How well the airports named in strike reports were matched with the list of airports.
 *
 * @param named how many there are
 * @param unmatched those that were not found
 */
public record AirportMatches(int named, List<NamedAirport> unmatched) implements Serializable {

    public AirportMatches {
        unmatched = List.copyOf(unmatched);
    }
}
