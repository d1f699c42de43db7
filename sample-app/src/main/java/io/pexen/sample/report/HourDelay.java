package io.pexen.sample.report;

import java.io.Serializable;

/**
 * The flights of one hour of the day, by their departure.
 *
 * @param hour from 0 to 23
 * @param flights how many
 * @param minutes their delays added up; early ones count negative
 * @param late how many left more than a quarter of an hour late
 */
public record HourDelay(int hour, long flights, long minutes, long late) implements Serializable {}
