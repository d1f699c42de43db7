package io.pexen.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.sample.digest.Digest;
import io.pexen.sample.digest.LatestDigest;
import io.pexen.task.Task;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;

/** The application with its default configuration. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Timeout(120)
class SampleApplicationTest {

    private final RestClient client;
    private final int port;

    SampleApplicationTest(@LocalServerPort int port) {
        this.port = port;
        this.client = RestClient.create("http://localhost:" + port);
    }

    @Test
    void servesThePageAndWhatItNeeds() {
        assertThat(get("/")).contains("Run again").contains("digest.js");
        assertThat(List.of("/digest.js", "/charts.js", "/results.js", "/digest.css", "/icon.svg"))
                .allSatisfy(path -> assertThat(get(path)).isNotBlank());
    }

    @Test
    void runsAllTasksAtStartAndOnRequest(@Autowired LatestDigest latest, @Qualifier("nightly") @Autowired Sched nightly)
            throws Exception {
        String[] ids = nightly.tasks().stream().map(Task::id).toArray(String[]::new);
        assertThat(ids).hasSizeGreaterThanOrEqualTo(12);

        try (RunEvents events = RunEvents.open(port)) {
            RunEvents.Ended first = events.awaitEnd();
            Digest before = latest.get().orElseThrow();
            assertThat(first.states())
                    .containsOnlyKeys(ids)
                    .allSatisfy((task, state) -> assertThat(state).as(task).isEqualTo("SUCCEEDED"));

            assertThat(requestRun()).isEqualTo(HttpStatus.ACCEPTED);
            RunEvents.Ended second = events.awaitEnd();
            Digest after = latest.get().orElseThrow();
            assertThat(second.run().get("run").asLong())
                    .isGreaterThan(first.run().get("run").asLong());
            assertThat(second.states()).isEqualTo(first.states());
            assertThat(after).isNotSameAs(before);
            assertThat(after.breakdowns()).isEqualTo(before.breakdowns());
            assertThat(after.sources()).isEqualTo(before.sources());
        }
    }

    @Test
    void tellsAPageThatIsOpenedLateAboutTheLatestRun() throws Exception {
        RunEvents.Ended seen;
        try (RunEvents events = RunEvents.open(port)) {
            seen = events.awaitEnd();
        }
        try (RunEvents late = RunEvents.open(port)) {
            assertThat(late.awaitEnd()).isEqualTo(seen);
        }
    }

    @Test
    void servesTheDigestAsJson() throws Exception {
        try (RunEvents events = RunEvents.open(port)) {
            events.awaitEnd();
        }
        assertThat(get("/api/digest")).contains("\"strikes\":10000").contains("\"by-species\"");
    }

    @Test
    void showsItsTasksAndMetricsInActuator() throws Exception {
        try (RunEvents events = RunEvents.open(port)) {
            events.awaitEnd();
        }
        assertThat(get("/actuator/health")).contains("UP");
        assertThat(get("/actuator/pexen")).contains("nightly").contains("main");
        assertThat(get("/actuator/prometheus")).contains("pexen_");
        assertThat(get("/actuator/metrics")).contains("\"pexen.");
    }

    private HttpStatus requestRun() {
        ResponseEntity<Void> response =
                client.post().uri("/api/runs").retrieve().toBodilessEntity();
        return HttpStatus.valueOf(response.getStatusCode().value());
    }

    private String get(String path) {
        return client.get().uri(path).retrieve().body(String.class);
    }
}
