package io.pexen.sample.report;

import java.io.Serializable;

/**
 * The flights that depart in one hour of the day.
 *
 * @param hour from 0 to 23
 * @param flights the number of flights
 * @param minutes the sum of their delays; early departures count as negative
 * @param late how many departed more than a quarter of an hour late
 */
public record HourDelay(int hour, long flights, long minutes, long late) implements Serializable {}
