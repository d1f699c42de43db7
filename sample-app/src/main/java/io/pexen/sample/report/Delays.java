package io.pexen.sample.report;

import java.io.Serializable;
import java.util.List;

/** Delays of flights by the hour of the day, in its order; hours without flights are left out. */
public record Delays(List<HourDelay> hours) implements Serializable {

    public Delays {
        hours = List.copyOf(hours);
    }
}
