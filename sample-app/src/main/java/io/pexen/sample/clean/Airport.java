package io.pexen.sample.clean;

/** An airport from the list of airports. */
record Airport(String iata, String name, String city, String state) {}
