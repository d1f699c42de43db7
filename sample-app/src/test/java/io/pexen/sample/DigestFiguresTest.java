package io.pexen.sample;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.pexen.sample.digest.Digest;
import io.pexen.sample.digest.LatestDigest;
import io.pexen.sample.digest.Sources;
import io.pexen.sample.report.AirportRate;
import io.pexen.sample.report.HourDelay;
import io.pexen.sample.report.StrikeFigure;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** The figures of the digest match those of the files. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Timeout(120)
class DigestFiguresTest {

    private static final CsvTruth TRUTH = new CsvTruth();

    private static Digest digest;

    @BeforeAll
    static void awaitDigest(@Autowired LatestDigest latest) {
        digest = await().atMost(Duration.ofMinutes(1))
                .until(latest::get, Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void everyRecordIsLoaded() {
        assertThat(digest.sources())
                .isEqualTo(new Sources(
                        TRUTH.airports.size(), TRUTH.routes.size(), TRUTH.flights.size(), TRUTH.strikes.size()));
        assertThat(digest.missing()).isEmpty();
    }

    @Test
    void totalsAreThoseOfAllStrikes() {
        List<String> dates = dates();
        assertThat(digest.totals().first()).hasToString(dates.get(0));
        assertThat(digest.totals().last()).hasToString(dates.get(dates.size() - 1));
        assertThat(List.of(
                        digest.totals().strikes(),
                        digest.totals().damaged(),
                        digest.totals().cost()))
                .isEqualTo(CsvTruth.figures(TRUTH.strikes));
    }

    @Test
    void eachBreakdownHasTheFiguresOfItsLabels() {
        assertThat(breakdown("by-state")).isEqualTo(TRUTH.strikesBy(strike -> strike.get("Origin State")));
        assertThat(breakdown("by-phase")).isEqualTo(TRUTH.strikesBy(strike -> strike.get("Phase of flight")));
        assertThat(breakdown("by-year"))
                .isEqualTo(TRUTH.strikesBy(strike -> date(strike).substring(0, 4)));
        assertThat(breakdown("by-month"))
                .isEqualTo(TRUTH.strikesBy(strike -> date(strike).substring(5, 7)));
    }

    @Test
    void everyBreakdownAddsUpToTheTotals() {
        assertThat(digest.breakdowns()).hasSize(5).allSatisfy((name, breakdown) -> {
            StrikeFigure sum = breakdown.rows().stream().reduce(new StrikeFigure("", 0, 0, 0), DigestFiguresTest::add);
            assertThat(figures(sum)).as(name).isEqualTo(CsvTruth.figures(TRUTH.strikes));
        });
    }

    @Test
    void speciesStruckMostAreListedAndTheOthersPutTogether() {
        Map<String, List<Long>> bySpecies =
                TRUTH.strikesBy(strike -> strike.get("Wildlife Species"), CsvTruth::identified);
        List<String> labels = digest.breakdowns().get("by-species").rows().stream()
                .map(StrikeFigure::label)
                .toList();
        List<String> species = labels.subList(0, 10);
        assertThat(labels.subList(10, labels.size())).containsExactly("Other species", "Not identified");
        assertThat(breakdown("by-species")).containsAllEntriesOf(only(species, bySpecies));

        long least = bySpecies.get(species.get(9)).get(0);
        assertThat(bySpecies)
                .allSatisfy((name, figures) -> assertThat(species.contains(name) || figures.get(0) <= least)
                        .isTrue());
        assertThat(breakdown("by-species").get("Not identified"))
                .isEqualTo(CsvTruth.figures(TRUTH.strikes.stream()
                        .filter(strike -> !CsvTruth.identified(strike))
                        .toList()));
    }

    @Test
    void ratesAreStrikesPerTenThousandFlights() {
        assertThat(digest.rates().highest())
                .hasSize(10)
                .isSortedAccordingTo(
                        Comparator.comparingDouble(AirportRate::rate).reversed())
                .allSatisfy(airport -> {
                    assertThat(airport.flights()).isEqualTo(TRUTH.trafficOf(airport.iata()));
                    assertThat(airport.rate()).isCloseTo(1e4 * airport.strikes() / airport.flights(), within(1e-9));
                });
        assertThat(digest.rates().highest().get(0).iata()).isEqualTo("CHS");
        assertThat(digest.rates().highest().get(0).strikes()).isEqualTo(strikesAt("CHARLESTON AFB/INTL ARPT"));
    }

    @Test
    void everyAirportIsComparedOrNamedAsQuietOrUnmatched() {
        var airports = digest.quality().airports();
        assertThat((long) airports.named())
                .isEqualTo(TRUTH.strikes.stream()
                        .map(strike -> strike.get("Airport Name"))
                        .distinct()
                        .count());
        assertThat(digest.rates().compared()
                        + digest.rates().quiet().size()
                        + airports.unmatched().size())
                .isEqualTo(airports.named());
        assertThat(airports.unmatched()).singleElement().satisfies(airport -> {
            assertThat(airport.name()).isEqualTo("BARKSDALE AIR FORCE BASE ARPT");
            assertThat((long) airport.strikes()).isEqualTo(strikesAt(airport.name()));
        });
    }

    @Test
    void delaysAreThoseOfEachHour() {
        Map<Integer, Long> minutes = TRUTH.flights.stream()
                .collect(groupingBy(
                        flight -> Integer.valueOf(flight.get("date").substring(11, 13)),
                        summingLong(flight -> Long.parseLong(flight.get("delay")))));
        assertThat(digest.delays().hours().stream().collect(toMap(HourDelay::hour, HourDelay::minutes)))
                .isEqualTo(minutes);
        assertThat(digest.delays().hours().stream()
                        .mapToLong(HourDelay::flights)
                        .sum())
                .isEqualTo(TRUTH.flights.size());
        assertThat(digest.delays().hours().stream().mapToLong(HourDelay::late).sum())
                .isEqualTo(TRUTH.flights.stream()
                        .filter(flight -> Integer.parseInt(flight.get("delay")) > 15)
                        .count());
    }

    @Test
    void whatIsUnclearIsCounted() {
        assertThat((long) digest.quality().unclearSpecies())
                .isEqualTo(TRUTH.strikes.stream()
                        .filter(strike -> !CsvTruth.identified(strike))
                        .count());
        assertThat((long) digest.quality().unclearDamage())
                .isEqualTo(TRUTH.strikes.stream()
                        .filter(strike -> strike.get("Effect Amount of damage").length() == 1)
                        .count());
    }

    private static Map<String, List<Long>> breakdown(String name) {
        return digest.breakdowns().get(name).rows().stream()
                .collect(toMap(StrikeFigure::label, DigestFiguresTest::figures));
    }

    private static List<Long> figures(StrikeFigure row) {
        return List.of(row.strikes(), row.damaged(), row.cost());
    }

    private static StrikeFigure add(StrikeFigure sum, StrikeFigure row) {
        return new StrikeFigure(
                sum.label(), sum.strikes() + row.strikes(), sum.damaged() + row.damaged(), sum.cost() + row.cost());
    }

    private static Map<String, List<Long>> only(List<String> keys, Map<String, List<Long>> all) {
        return keys.stream().collect(toMap(Function.identity(), all::get));
    }

    private static long strikesAt(String name) {
        return TRUTH.strikes.stream()
                .filter(strike -> strike.get("Airport Name").equals(name))
                .count();
    }

    private static List<String> dates() {
        return TRUTH.strikes.stream().map(DigestFiguresTest::date).sorted().toList();
    }

    private static String date(CSVRecord strike) {
        return strike.get("Flight Date");
    }
}
