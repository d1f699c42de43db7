package io.pexen.sample.report;

import java.io.Serializable;

/**
 * How often aircraft strike wildlife at an airport.
 *
 * @param flights departures and arrivals in one year
 * @param rate strikes per 10,000 flights. Use it only to compare airports, because the strikes are those of several
 *     years
 */
public record AirportRate(String iata, String name, String city, String state, long strikes, long flights, double rate)
        implements Serializable {}
