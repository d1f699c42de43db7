package io.pexen.benchmarks.report;

import java.util.List;

/** The minimum and the three quartiles of some numbers; NaN if there are none. */
public record Quartiles(double least, double first, double median, double third) {

    /** The quartiles of these numbers, with linear interpolation. */
    public static Quartiles of(List<Double> numbers) {
        double[] sorted =
                numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Quartiles(at(sorted, 0), at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    private static double at(double[] sorted, double part) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = part * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
