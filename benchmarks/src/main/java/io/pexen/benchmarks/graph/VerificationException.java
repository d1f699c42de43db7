package io.pexen.benchmarks.graph;

import java.io.Serial;

/** An engine did not do what it should, so what was measured means nothing. */
public final class VerificationException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    VerificationException(String message) {
        super(message);
    }
}
