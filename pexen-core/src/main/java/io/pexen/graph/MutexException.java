package io.pexen.graph;

import java.util.List;

/** Tasks both use and claim the same resource, and nothing else is wrong. */
public final class MutexException extends GraphException {

    private static final long serialVersionUID = 1L;

    /** @param problems all problems, at least one */
    public MutexException(List<Problem> problems) {
        super(problems);
    }
}
