package io.pexen.sample.digest;

/** How many records were read from each file. */
public record Sources(int airports, int routes, int flights, int strikes) {}
