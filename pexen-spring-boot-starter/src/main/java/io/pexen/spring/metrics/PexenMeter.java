package io.pexen.spring.metrics;

import io.micrometer.core.instrument.Meter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Name, meaning and tags of a meter.
 *
 * @param name the dotted name
 * @param type the type of the meter
 * @param baseUnit the unit of its values; null for ratios
 * @param description what it measures
 * @param tags the names of its tags
 */
public record PexenMeter(
        String name, Meter.Type type, @Nullable String baseUnit, String description, List<String> tags) {

    public PexenMeter {
        tags = List.copyOf(tags);
    }
}
