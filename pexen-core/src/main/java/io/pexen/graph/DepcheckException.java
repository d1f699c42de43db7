package io.pexen.graph;

import java.util.List;

/** Tasks require what nobody provides, wait for each other, or have ids that clash. */
public final class DepcheckException extends GraphException {

    private static final long serialVersionUID = 1L;

    DepcheckException(List<Problem> problems) {
        super(problems);
    }
}
