package io.pexen.sample.clean;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AirportMatcherTest {

    private final AirportMatcher matcher = new AirportMatcher(List.of(
            new Airport("ATL", "William B Hartsfield-Atlanta Intl", "Atlanta", "GA"),
            new Airport("PDK", "Dekalb-Peachtree", "Atlanta", "GA"),
            new Airport("BWI", "Baltimore-Washington International", "Baltimore", "MD"),
            new Airport("DCA", "Ronald Reagan Washington National", "Arlington", "VA"),
            new Airport("IAD", "Washington Dulles International", "Chantilly", "VA"),
            new Airport("LGA", "LaGuardia", "New York", "NY"),
            new Airport("JFK", "John F Kennedy Intl", "New York", "NY"),
            new Airport("CMH", "Port Columbus Intl", "Columbus", "OH"),
            new Airport("LCK", "Rickenbacker International", "Columbus", "OH"),
            new Airport("FLL", "Fort Lauderdale-Hollywood Int'l", "Ft. Lauderdale", "FL"),
            new Airport("ORD", "Chicago O'Hare International", "Chicago", "IL"),
            new Airport("PDX", "Portland Intl", "Portland", "OR"),
            new Airport("PWM", "Portland International Jetport", "Portland", "ME"),
            new Airport("AAA", "Springfield Municipal", "Springfield", "MO"),
            new Airport("BBB", "Springfield Municipal", "Springfield", "MO")));

    @ParameterizedTest
    @CsvSource({
        "ATLANTA INTL, Georgia, ATL",
        "BALTIMORE WASH INTL, Maryland, BWI",
        "RONALD REAGAN WASHINGTON NATL, DC, DCA",
        "WASHINGTON DULLES INTL ARPT, DC, IAD",
        "LAGUARDIA NY, New York, LGA",
        "PORT COLUMBUS INTL, Ohio, CMH",
        "FORT LAUDERDALE/HOLLYWOOD INTL, Florida, FLL",
        "CHICAGO O'HARE INTL ARPT, Illinois, ORD",
        "PORTLAND INTL (OR), Oregon, PDX"
    })
    void findsTheAirportThatIsMeant(String name, String state, String iata) {
        assertThat(matcher.match(name, state)).contains(iata);
    }

    @Test
    void choosesNoneOfSeveralThatFitEqually() {
        assertThat(matcher.match("SPRINGFIELD MUNICIPAL", "Missouri")).isEmpty();
    }

    @Test
    void findsNoneThatSharesOnlyGenericWords() {
        assertThat(matcher.match("OTHER INTERNATIONAL", "Illinois")).isEmpty();
    }

    @Test
    void findsNoneInAStateItDoesNotKnow() {
        assertThat(matcher.match("CHICAGO O'HARE INTL ARPT", "Atlantis")).isEmpty();
    }
}
