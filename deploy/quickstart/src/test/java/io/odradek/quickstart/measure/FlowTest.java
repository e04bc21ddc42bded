package io.odradek.quickstart.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlowTest {
    @Test
    void keepsTheFirstPredictionOfAnImageThatWasAnsweredTwice() {
        // Given
        Source source = new Source("images", 0, 5);
        Prediction first = new Prediction(source, 0, "Bag", 0.9, "v1", 1_000, 1_004_000);
        Prediction second = new Prediction(source, 0, "Bag", 0.9, "v1", 1_000, 1_900_000);
        Flow flow = new Flow(List.of(), List.of(first, second), List.of());

        // Then
        assertThat(flow.firstPredictions()).containsExactly(first);
        assertThat(first.latencyMillis()).isEqualTo(4);
    }

    @Test
    void measuresFromTheFirstTimestampToTheLastReceipt() {
        // Given two images sent half a second apart
        Prediction first = new Prediction(new Source("images", 0, 0), 0, "Bag", 0.9, "v1", 10_000, 10_100_000);
        Prediction last = new Prediction(new Source("images", 1, 0), 1, "Bag", 0.9, "v1", 10_500, 12_000_000);

        // When
        Throughput throughput = Throughput.of(List.of(last, first));

        // Then
        assertThat(throughput.seconds()).isEqualTo(2.0);
        assertThat(throughput.imagesPerSecond()).isEqualTo(1.0);
    }
}
