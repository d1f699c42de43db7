package io.pexen.graph;

import java.util.List;

/** Tasks require keys that no task provides, wait for each other, or have ids that clash. */
public final class DepcheckException extends GraphException {

    private static final long serialVersionUID = 1L;

    /** @param problems all problems, at least one; they may include those of a {@link MutexException} */
    public DepcheckException(List<Problem> problems) {
        super(problems);
    }
}
