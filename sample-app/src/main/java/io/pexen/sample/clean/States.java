package io.pexen.sample.clean;

import java.util.Map;
import java.util.Set;

/** Maps the states in strike reports, which spell them out, to the abbreviations in the list of airports. */
final class States {

    private static final Map<String, Set<String>> CODES = Map.ofEntries(
            Map.entry("Arizona", Set.of("AZ")),
            Map.entry("California", Set.of("CA")),
            Map.entry("Colorado", Set.of("CO")),
            // The airports of Washington lie on the other side of the river, in Virginia.
            Map.entry("DC", Set.of("DC", "VA")),
            Map.entry("Florida", Set.of("FL")),
            Map.entry("Georgia", Set.of("GA")),
            Map.entry("Hawaii", Set.of("HI")),
            Map.entry("Illinois", Set.of("IL")),
            Map.entry("Indiana", Set.of("IN")),
            Map.entry("Kentucky", Set.of("KY")),
            Map.entry("Louisiana", Set.of("LA")),
            Map.entry("Maryland", Set.of("MD")),
            Map.entry("Massachusetts", Set.of("MA")),
            Map.entry("Michigan", Set.of("MI")),
            Map.entry("Minnesota", Set.of("MN")),
            Map.entry("Missouri", Set.of("MO")),
            Map.entry("Nebraska", Set.of("NE")),
            Map.entry("New Jersey", Set.of("NJ")),
            Map.entry("New York", Set.of("NY")),
            Map.entry("North Carolina", Set.of("NC")),
            Map.entry("Ohio", Set.of("OH")),
            Map.entry("Oklahoma", Set.of("OK")),
            Map.entry("Oregon", Set.of("OR")),
            Map.entry("Pennsylvania", Set.of("PA")),
            Map.entry("South Carolina", Set.of("SC")),
            Map.entry("Tennessee", Set.of("TN")),
            Map.entry("Texas", Set.of("TX")),
            Map.entry("Utah", Set.of("UT")),
            Map.entry("Washington", Set.of("WA")));

    private States() {}

    /** The codes under which airports of a state are listed; none if the state is unknown. */
    static Set<String> codes(String state) {
        return CODES.getOrDefault(state, Set.of());
    }
}
