package io.pexen.spring.metrics;

import io.micrometer.core.instrument.Meter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A meter: what it is called, what it tells and by which tags.
 *
 * @param name the dotted name
 * @param type what kind of meter it is
 * @param baseUnit the unit of its values; null for plain ratios
 * @param description what it tells
 * @param tags the names of its tags
 */
public record PexenMeter(
        String name, Meter.Type type, @Nullable String baseUnit, String description, List<String> tags) {

    public PexenMeter {
        tags = List.copyOf(tags);
    }
}
