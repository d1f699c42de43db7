package io.pexen.sample.clean;

/** An airport as reports of strikes name it, and how many of them do. */
public record NamedAirport(String name, String state, int strikes) {}
