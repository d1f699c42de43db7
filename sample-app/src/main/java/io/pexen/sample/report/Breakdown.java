package io.pexen.sample.report;

import java.io.Serializable;
import java.util.List;

/** All strikes, grouped by something that they have in common. */
public record Breakdown(List<StrikeFigure> rows) implements Serializable {

    public Breakdown {
        rows = List.copyOf(rows);
    }
}
