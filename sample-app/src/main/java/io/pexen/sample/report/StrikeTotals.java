package io.pexen.sample.report;

import java.time.LocalDate;

/** All strikes: the first and last date, how many, how many with damage, and their cost in dollars. */
public record StrikeTotals(LocalDate first, LocalDate last, long strikes, long damaged, long cost) {}
