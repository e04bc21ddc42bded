package io.odradek.trainer.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.trainer.plot.Canvas.Tone;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlotTest {
    static Stream<Plot> plots() {
        return Stream.of(
                curves(List.of(1), List.of(0.5), List.of(0.5)),
                curves(List.of(3, 4), List.of(0.5, 0.5), List.of(0.5, 0.5)),
                curves(
                        IntStream.rangeClosed(1, 1000).boxed().toList(),
                        IntStream.rangeClosed(1, 1000).mapToObj(i -> 1.0 / i).toList(),
                        IntStream.rangeClosed(1, 1000).mapToObj(i -> 2.0 / i).toList()),
                matrix(2, "no"),
                matrix(10, "a name so long that it cannot be written out"),
                matrix(24, "x"),
                matrix(25, "x"),
                matrix(128, "a name so long that it cannot be written out"),
                new ReliabilityChart(List.of(
                        new ReliabilityChart.Bin(0, 0.5, 0, 0, 0, 0, 0),
                        new ReliabilityChart.Bin(0.5, 1, 7, 0.9, 1, 0.6, 1))));
    }

    @ParameterizedTest
    @MethodSource("plots")
    void staysWithinItsSize(Plot plot) {
        // When
        Recorder drawn = Recorder.of(plot);

        // Then
        assertThat(drawn.points).isNotEmpty().allSatisfy(p -> {
            assertThat(p.x()).isBetween(0.0, (double) plot.width());
            assertThat(p.y()).isBetween(0.0, (double) plot.height());
        });
        assertThat(plot.width()).isLessThan(1150);
        assertThat(plot.description()).isNotBlank();
    }

    @Test
    void aSingleEpochIsADotInTheMiddle() {
        // When
        Recorder drawn = Recorder.of(curves(List.of(7), List.of(0.25), List.of(0.5)));

        // Then
        assertThat(drawn.curves).isZero();
        assertThat(drawn.words()).contains("7").doesNotContain("6", "8");
        assertThat(drawn.written("7").x()).isBetween(180.0, 260.0);
    }

    @Test
    void namesOfLinesThatMeetDoNot() {
        // When
        Recorder drawn = Recorder.of(curves(List.of(1, 2), List.of(0.9, 0.5), List.of(0.8, 0.501)));

        // Then
        double distance = drawn.written("train").y() - drawn.written("test").y();
        assertThat(Math.abs(distance)).isGreaterThanOrEqualTo(12.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 24})
    void aMatrixOfFewClassesHasNumbers(int classes) {
        assertThat(Recorder.of(matrix(classes, "x")).words()).contains("321");
    }

    @Test
    void aMatrixOfManyClassesHasNone() {
        assertThat(Recorder.of(matrix(25, "x")).words()).doesNotContain("321");
    }

    @Test
    void longNamesAreCut() {
        assertThat(Markup.clip("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Markup.clip("abcdefg", 6)).isEqualTo("abcde…");
        // Two letters of two chars each.
        assertThat(Markup.clip("\uD83D\uDC08\uD83D\uDC08\uD83D\uDC08", 2)).isEqualTo("\uD83D\uDC08…");
    }

    private static Plot curves(List<Integer> epochs, List<Double> train, List<Double> test) {
        return new CurveChart(
                "Cost",
                "nats",
                epochs,
                List.of(
                        new CurveChart.Series("train", Tone.TRAIN, train),
                        new CurveChart.Series("test", Tone.MEASURED, test)));
    }

    private static Plot matrix(int classes, String name) {
        List<Integer> row = Collections.nCopies(classes, 321);
        return new ConfusionChart(Collections.nCopies(classes, name), Collections.nCopies(classes, row));
    }
}
