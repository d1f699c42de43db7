package io.pexen.sample.clean;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the airport that a strike report refers to: {@code CHICAGO O'HARE INTL ARPT}, Illinois, is ORD.
 *
 * <p>Among the airports of that state, it is the one whose name and city contain most of the distinctive words, and at
 * least half of them. If several are equal, the one that shares most generic words ({@code INTERNATIONAL}) is chosen,
 * then the one with the fewest additional words. If several still remain, none is chosen.
 */
final class AirportMatcher {

    private static final Comparator<Candidate> BY_LIKENESS = Comparator.comparingInt(Candidate::telling)
            .thenComparingInt(Candidate::generic)
            .thenComparing(Candidate::besides, Comparator.reverseOrder());

    private final List<Place> places;

    AirportMatcher(List<Airport> airports) {
        this.places = airports.stream().map(Place::of).toList();
    }

    /** The code of the airport; empty if none matches or if several match equally well. */
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

    /** An airport; its distinctive words are those of its name and its city. */
    private record Place(String iata, String state, Words words) {

        static Place of(Airport airport) {
            Words name = Words.of(airport.name(), airport.state());
            Set<String> telling = new HashSet<>(name.telling());
            telling.addAll(Words.of(airport.city(), airport.state()).telling());
            return new Place(airport.iata(), airport.state(), new Words(telling, name.generic()));
        }
    }

    /**
     * An airport compared with the name to match.
     *
     * @param telling how many distinctive words they share
     * @param generic how many generic words they share
     * @param besides how many additional distinctive words the airport has
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
