package io.pexen.sample.clean;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the airport that a report of a strike means: {@code CHICAGO O'HARE INTL ARPT}, Illinois, is ORD.
 *
 * <p>Of the airports of that state, it is the one whose name and city have most of the telling words, at least half of
 * them; of equals, the one that shares most generic words ({@code INTERNATIONAL}), then the one that has fewest words
 * besides. If that leaves several, none is chosen.
 */
final class AirportMatcher {

    private static final Comparator<Candidate> BY_LIKENESS = Comparator.comparingInt(Candidate::telling)
            .thenComparingInt(Candidate::generic)
            .thenComparing(Candidate::besides, Comparator.reverseOrder());

    private final List<Place> places;

    AirportMatcher(List<Airport> airports) {
        this.places = airports.stream().map(Place::of).toList();
    }

    /** The code of the airport; empty if none fits, or several fit equally well. */
    Optional<String> match(String name, String state) {
        List<Candidate> best = States.codes(state).stream()
                .flatMap(code -> candidates(Words.of(name, code), code))
                .sorted(BY_LIKENESS.reversed())
                .limit(2)
                .toList();
        if (best.isEmpty() || (best.size() == 2 && BY_LIKENESS.compare(best.get(0), best.get(1)) == 0)) {
            return Optional.empty();
        }
        return Optional.of(best.get(0).iata());
    }

    private Stream<Candidate> candidates(Words wanted, String code) {
        return places.stream()
                .filter(place -> place.state().equals(code))
                .map(place -> Candidate.of(place, wanted))
                .filter(candidate -> candidate.likely(wanted));
    }

    /** An airport: its telling words are those of its name and its city. */
    private record Place(String iata, String state, Words words) {

        static Place of(Airport airport) {
            Words name = Words.of(airport.name(), airport.state());
            Set<String> telling = new HashSet<>(name.telling());
            telling.addAll(Words.of(airport.city(), airport.state()).telling());
            return new Place(airport.iata(), airport.state(), new Words(telling, name.generic()));
        }
    }

    /**
     * An airport, beside the name that is looked for.
     *
     * @param telling how many telling words they share
     * @param generic how many generic words they share
     * @param besides how many telling words the airport has besides
     */
    private record Candidate(String iata, int telling, int generic, int besides) {

        static Candidate of(Place place, Words wanted) {
            int telling = shared(wanted.telling(), place.words().telling());
            int generic = shared(wanted.generic(), place.words().generic());
            return new Candidate(
                    place.iata(), telling, generic, place.words().telling().size() - telling);
        }

        boolean likely(Words wanted) {
            return telling > 0 && 2 * telling >= wanted.telling().size();
        }

        private static int shared(Set<String> some, Set<String> others) {
            return (int) some.stream().filter(others::contains).count();
        }
    }
}
