package io.odradek.quickstart.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyTest {
    @Test
    void takesTheNearestRank() {
        // Given 1 to 100 in disorder
        Latency latency = new Latency(
                IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray());

        // Then
        assertThat(latency.p50()).isEqualTo(50);
        assertThat(latency.p95()).isEqualTo(95);
        assertThat(latency.p99()).isEqualTo(99);
        assertThat(latency.max()).isEqualTo(100);
    }

    @Test
    void namesALatencyThatOccurredWhenThereAreFew() {
        Latency latency = new Latency(new double[] {7, 3});

        assertThat(latency.p50()).isEqualTo(3);
        assertThat(latency.p95()).isEqualTo(7);
    }

    @Test
    void isTheOneLatencyWhenThereIsOne() {
        Latency latency = new Latency(new double[] {4.5});

        assertThat(latency.p50()).isEqualTo(4.5);
        assertThat(latency.p99()).isEqualTo(4.5);
    }

    @Test
    void putsWhatIsBeyondTheLimitIntoTheLastBin() {
        Latency latency = new Latency(new double[] {0, 0.9, 1, 9.9, 10, 250});

        assertThat(latency.histogram(10, 10)).containsExactly(2, 1, 0, 0, 0, 0, 0, 0, 0, 3);
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(() -> new Latency(new double[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no latency was measured");
    }
}
