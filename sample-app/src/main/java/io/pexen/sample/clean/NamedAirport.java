package io.pexen.sample.clean;

import java.io.Serializable;

/** An airport as reports of strikes name it, and how many of them do. */
public record NamedAirport(String name, String state, int strikes) implements Serializable {}
