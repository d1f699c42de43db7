package io.pexen.sample.clean;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The words of an airport's name, in a uniform spelling.
 *
 * @param telling words that distinguish airports
 * @param generic words that many airports have
 */
record Words(Set<String> telling, Set<String> generic) {

    private static final Map<String, String> SPELLED_OUT = Map.of(
            "INTL", "INTERNATIONAL",
            "NATL", "NATIONAL",
            "METRO", "METROPOLITAN",
            "WASH", "WASHINGTON",
            "FT", "FORT");

    private static final Set<String> MEANINGLESS = Set.of("AIRPORT", "ARPT", "GREATER", "COUNTY");

    private static final Set<String> GENERIC = Set.of(
            "INTERNATIONAL",
            "NATIONAL",
            "METROPOLITAN",
            "REGIONAL",
            "MUNICIPAL",
            "AIRFIELD",
            "FIELD",
            "WORLD",
            "PORT",
            "AFB",
            "AIR",
            "FORCE",
            "BASE");

    /** {@code PORTLAND INTL (OR)} in OR has the words PORTLAND and INTERNATIONAL: remarks and the state are ignored. */
    static Words of(String name, String state) {
        String plain =
                name.toUpperCase(Locale.ROOT).replaceAll("\\(.*?\\)", " ").replace("'", "");
        Set<String> telling = new HashSet<>();
        Set<String> generic = new HashSet<>();
        for (String abbreviated : plain.split("[^A-Z0-9]+", -1)) {
            String word = SPELLED_OUT.getOrDefault(abbreviated, abbreviated);
            if (!word.isEmpty() && !word.equals(state) && !MEANINGLESS.contains(word)) {
                (GENERIC.contains(word) ? generic : telling).add(word);
            }
        }
        return new Words(telling, generic);
    }
}
