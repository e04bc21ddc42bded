package io.odradek.bench.measure;

import java.util.List;

/**
 * A straight line through measured points. It is fitted by least squares of the deviations as shares of the measured values,
 * because the noise of a measurement grows with it: with plain squares the largest point alone would say where the line is.
 *
 * @param intercept its value at 0
 * @param slope its rise with 1
 * @param greatestDeviation of a point from the line, as a share of the point's value
 */
public record Line(double intercept, double slope, double greatestDeviation) {
    /** A point; {@code y} is above 0. */
    public record Point(double x, double y) {}

    /**
     * Fits one.
     *
     * @throws IllegalArgumentException when there are not two points beside each other, or a value is not above 0
     */
    public static Line through(List<Point> points) {
        double sum = 0;
        double sumX = 0;
        double sumXx = 0;
        double sumY = 0;
        double sumXy = 0;
        for (Point point : points) {
            if (!(point.y() > 0)) {
                throw new IllegalArgumentException("a line through " + point + ", allowed: above 0");
            }
            double weight = 1 / (point.y() * point.y());
            sum += weight;
            sumX += weight * point.x();
            sumXx += weight * point.x() * point.x();
            sumY += weight * point.y();
            sumXy += weight * point.x() * point.y();
        }
        if (points.stream().mapToDouble(Point::x).distinct().count() < 2) {
            throw new IllegalArgumentException("a line through " + points + ", needed: two different x");
        }
        double slope = (sum * sumXy - sumX * sumY) / (sum * sumXx - sumX * sumX);
        double intercept = (sumY - slope * sumX) / sum;
        double deviation = points.stream()
                .mapToDouble(p -> Math.abs(p.y() - (intercept + slope * p.x())) / p.y())
                .max()
                .orElse(0);
        return new Line(intercept, slope, deviation);
    }

    /** Its value at x. */
    public double at(double x) {
        return intercept + slope * x;
    }
}
