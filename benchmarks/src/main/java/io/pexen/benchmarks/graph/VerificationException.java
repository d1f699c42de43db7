package io.pexen.benchmarks.graph;

import java.io.Serial;

/** Thrown if an engine did not do what it should, so that its measurements are meaningless. */
public final class VerificationException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    VerificationException(String message) {
        super(message);
    }
}
