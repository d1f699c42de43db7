package io.pexen.graph;

import java.util.List;

/** Tasks both use and claim one resource. */
public final class MutexException extends GraphException {

    private static final long serialVersionUID = 1L;

    MutexException(List<Problem> problems) {
        super(problems);
    }
}
