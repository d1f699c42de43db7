package io.pexen.sample.clean;

/** An airport as the list of airports has it. */
record Airport(String iata, String name, String city, String state) {}
