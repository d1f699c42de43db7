package io.pexen.process;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Awaitility with more patience than its ten seconds: these tests start many JVMs, on machines that may be busy. */
final class Patience {

    private Patience() {}

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }
}
