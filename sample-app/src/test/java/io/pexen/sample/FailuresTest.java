package io.pexen.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.sample.digest.Digest;
import io.pexen.sample.digest.LatestDigest;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@Timeout(120)
class FailuresTest {

    @Nested
    @SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "digest.fail-species=true")
    class AControlledFailure {

        @Test
        void leavesTheDigestWithoutThatReport(@LocalServerPort int port, @Autowired LatestDigest latest)
                throws Exception {
            try (RunEvents events = RunEvents.open(port)) {
                Map<String, String> states = events.awaitEnd().states();
                assertThat(states).containsEntry("report-by-species", "CONTROLLED");
                assertThat(states).containsEntry("digest", "SUCCEEDED");
            }
            Digest digest = latest.get().orElseThrow();
            assertThat(digest.missing()).containsExactly("by-species");
            assertThat(digest.breakdowns()).hasSize(4).doesNotContainKey("by-species");
        }
    }

    @Nested
    @SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "digest.data=classpath:nowhere/")
    class MissingFiles {

        @Test
        void failTheirTasksAndAllThatDependsOnThemIsSkipped(@LocalServerPort int port, @Autowired LatestDigest latest)
                throws Exception {
            try (RunEvents events = RunEvents.open(port)) {
                Map<String, String> states = events.awaitEnd().states();
                assertThat(states).hasSizeGreaterThanOrEqualTo(12);
                assertThat(states)
                        .allSatisfy((task, state) ->
                                assertThat(state).as(task).isEqualTo(task.startsWith("load-") ? "FAILED" : "SKIPPED"));
            }
            assertThat(latest.get()).isEmpty();
        }
    }
}
