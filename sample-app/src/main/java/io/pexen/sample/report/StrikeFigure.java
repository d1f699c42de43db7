package io.pexen.sample.report;

import java.io.Serializable;

/**
 * The figures of a group of strikes: one row of a report.
 *
 * @param label what the strikes have in common
 * @param strikes how many were reported
 * @param damaged how many of them damaged the aircraft
 * @param cost what they cost, in dollars
 */
public record StrikeFigure(String label, long strikes, long damaged, long cost) implements Serializable {

    /** The sum of both, under the label of this one. */
    StrikeFigure plus(StrikeFigure other) {
        return new StrikeFigure(label, strikes + other.strikes, damaged + other.damaged, cost + other.cost);
    }
}
