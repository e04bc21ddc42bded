package io.odradek.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LineTest {
    private static final double[] TENTHS_TO_TEN = {0.1, 0.3, 1, 3, 10};

    @Test
    void findsTheLineThatThePointsAreOn() {
        Line line = Line.through(points(x -> 3 + 2 * x));

        assertThat(line.intercept()).isCloseTo(3, within(1e-9));
        assertThat(line.slope()).isCloseTo(2, within(1e-9));
        assertThat(line.greatestDeviation()).isCloseTo(0, within(1e-9));
        assertThat(line.at(5)).isCloseTo(13, within(1e-9));
    }

    @Test
    void liesBetweenPointsThatAreOff() {
        // A level line c: (1 - c) / 1 and (c - 1) / 1 cancel out only at the mean of equal points.
        Line line = Line.through(List.of(point(0, 9), point(1, 11), point(2, 9), point(3, 11)));

        assertThat(line.at(1.5)).isCloseTo(9.8, within(0.05));
        assertThat(line.greatestDeviation()).isBetween(0.05, 0.15);
    }

    @Test
    void theLargestPointDoesNotDecideAlone() {
        Line line = Line.through(List.of(point(1, 1), point(10, 10), point(100, 100), point(1000, 1050)));

        assertThat(line.at(1)).isCloseTo(1, within(0.05));
        assertThat(line.greatestDeviation()).isBetween(0.01, 0.05);
    }

    @Test
    void aCurveDeviatesMuch() {
        assertThat(Line.through(points(x -> 1 + x * x)).greatestDeviation()).isGreaterThan(0.3);
        assertThat(Line.through(points(Math::sqrt)).greatestDeviation()).isGreaterThan(0.1);
    }

    @Test
    void refusesWhatHasNoLine() {
        assertThatThrownBy(() -> Line.through(List.of(point(1, 1), point(1, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two different x");
        assertThatThrownBy(() -> Line.through(List.of(point(1, 1), point(2, 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("above 0");
    }

    private static List<Line.Point> points(DoubleUnaryOperator y) {
        return DoubleStream.of(TENTHS_TO_TEN)
                .mapToObj(x -> point(x, y.applyAsDouble(x)))
                .toList();
    }

    private static Line.Point point(double x, double y) {
        return new Line.Point(x, y);
    }
}
