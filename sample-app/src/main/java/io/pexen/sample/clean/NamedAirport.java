package io.pexen.sample.clean;

import java.io.Serializable;

/** An airport as named in strike reports, and the number of reports that name it. */
public record NamedAirport(String name, String state, int strikes) implements Serializable {}
