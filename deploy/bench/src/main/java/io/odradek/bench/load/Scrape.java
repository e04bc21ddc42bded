package io.odradek.bench.load;

import java.util.List;

/**
 * What {@code /metrics} said.
 *
 * @param lines of Prometheus' text format
 */
public record Scrape(List<String> lines) {
    /** Without comments. */
    public static Scrape of(String text) {
        return new Scrape(text.lines().filter(line -> !line.startsWith("#")).toList());
    }

    /** Copies. */
    public Scrape {
        lines = List.copyOf(lines);
    }

    /**
     * The sum of a metric's series.
     *
     * @param label that they have, as in {@code result="live"}; empty for all
     * @return 0 where there is none
     */
    public double sum(String metric, String label) {
        return lines.stream()
                .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
