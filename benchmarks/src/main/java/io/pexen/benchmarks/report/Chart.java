package io.pexen.benchmarks.report;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/**
 * A bar chart of the time per task, on a logarithmic scale: a group for each shape, a bar for each of the main engines.
 */
final class Chart {

    private static final int TYPICAL_SIZE = 100_000;
    private static final int DPI = 144;

    private static final Map<String, Color> ENGINES = new LinkedHashMap<>();

    static {
        ENGINES.put("floor", new Color(0x9E9E9E));
        ENGINES.put("pexen runAll 64", new Color(0x1B7837));
        ENGINES.put("pexen iterated 64", new Color(0x7FBF7B));
        ENGINES.put("ring coordinator 64", new Color(0x616161));
        ENGINES.put("CompletableFuture", new Color(0x2166AC));
        ENGINES.put("Reactor", new Color(0xE08214));
        ENGINES.put("ExecutorCompletionService", new Color(0x8073AC));
    }

    private Chart() {}

    /** Draws the measurements into a PNG file; the path has no file extension. */
    static void save(List<Measurement> all, Path path) throws IOException {
        List<Measurement> drawn = all.stream().filter(typical(all)).toList();
        List<String> shapes = drawn.stream().map(Measurement::shape).distinct().toList();
        int size = drawn.stream().mapToInt(Measurement::size).max().orElse(0);
        CategoryChart chart = new CategoryChartBuilder()
                .width(1200)
                .height(560)
                .title(String.format(Locale.ROOT, "Time to run tasks that do nothing: 2 workers, %,d tasks", size))
                .yAxisTitle("ns per task, logarithmic")
                .build();
        chart.getStyler()
                .setYAxisLogarithmic(true)
                .setYAxisMin(1.0)
                .setYAxisDecimalPattern("#,###")
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendLayout(Styler.LegendLayout.Horizontal)
                .setChartBackgroundColor(Color.WHITE)
                .setLegendBorderColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16))
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        chart.getStyler().setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        chart.getStyler().setAvailableSpaceFill(0.85);
        ENGINES.forEach((engine, color) -> {
            List<Double> bars = new ArrayList<>();
            shapes.forEach(shape -> bars.add(bar(drawn, shape, engine)));
            if (bars.stream().anyMatch(bar -> !bar.isNaN())) {
                chart.addSeries(engine, shapes, bars).setFillColor(color);
            }
        });
        BitmapEncoder.saveBitmapWithDPI(chart, path.toString(), BitmapEncoder.BitmapFormat.PNG, DPI);
    }

    private static double bar(List<Measurement> drawn, String shape, String engine) {
        return drawn.stream()
                .filter(m -> m.shape().equals(shape) && m.engine().equals(engine))
                .mapToDouble(m -> Math.max(1.0, m.run().median()))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** For each shape, only the size closest to the typical one. */
    private static Predicate<Measurement> typical(List<Measurement> all) {
        return m -> all.stream()
                .filter(other -> other.shape().equals(m.shape()))
                .noneMatch(other -> distance(other) < distance(m));
    }

    private static int distance(Measurement m) {
        return Math.abs(m.size() - TYPICAL_SIZE);
    }
}
