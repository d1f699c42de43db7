package io.pexen.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.pool.WorkerPool;
import io.pexen.process.ProcessWorkerPool;
import io.pexen.sample.digest.LatestDigest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The profile in which the heaviest reports run in child JVMs. */
@Timeout(120)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spring.profiles.active=processes")
class ProcessesTest {

    @Test
    void makesTheWholeDigestWithTheHelpOfChildren(
            @LocalServerPort int port, @Autowired LatestDigest latest, @Autowired @Qualifier("heavy") WorkerPool heavy)
            throws Exception {
        try (RunEvents events = RunEvents.open(port)) {
            Map<String, String> states = events.awaitEnd().states();
            assertThat(states)
                    .isNotEmpty()
                    .allSatisfy((task, state) -> assertThat(state).as(task).isEqualTo("SUCCEEDED"));
        }
        assertThat(latest.get().orElseThrow().missing()).isEmpty();
        assertThat(((ProcessWorkerPool) heavy).processStats().roundTrips()).isEqualTo(3);
    }
}
