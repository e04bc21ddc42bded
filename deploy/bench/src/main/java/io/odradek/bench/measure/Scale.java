package io.odradek.bench.measure;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What becomes of a figure when one thing grows.
 *
 * @param x what grows, with its unit
 * @param unit name of the figure that a line is laid through, one of each point's figures
 * @param points in rising order, those that are on no line before them
 * @param line through the medians of the points that are on it; empty for fewer than two
 */
public record Scale(String x, String unit, List<Point> points, Optional<Line> line) {
    /** Processor time of an image with the broker's, in microseconds. */
    public static final String MICROS = "cpuMicros";

    /** Processor time of all images of a turn with the broker's. */
    public static final String SECONDS = "cpuSeconds";

    /** Bare inference of the same net, processor time of an image in microseconds. */
    public static final String INFERENCE = "inferenceMicros";

    /** What the streamer and the broker take more than bare inference does. */
    public static final String OVERHEAD = "overheadMicros";

    /** Throughput. */
    public static final String RATE = "imagesPerSecond";

    /** Copies. */
    public Scale {
        points = List.copyOf(points);
    }

    /**
     * One value of what grows.
     *
     * @param name of the contestant
     * @param onLine whether a line should lead through it
     * @param facts further numbers that say what was measured
     * @param figures that were measured, by name
     */
    public record Point(String name, double x, boolean onLine, Map<String, Double> facts, Map<String, Spread> figures) {
        /** Copies. */
        public Point {
            facts = Map.copyOf(facts);
            figures = Map.copyOf(figures);
        }

        /** One figure. */
        public Spread figure(String figure) {
            return Objects.requireNonNull(figures.get(figure), figure);
        }
    }

    /** With its line. */
    public static Scale of(String x, String unit, List<Point> points) {
        List<Line.Point> medians = points.stream()
                .filter(Point::onLine)
                .map(point -> new Line.Point(point.x(), point.figure(unit).median()))
                .toList();
        return new Scale(x, unit, points, medians.size() < 2 ? Optional.empty() : Optional.of(Line.through(medians)));
    }
}
