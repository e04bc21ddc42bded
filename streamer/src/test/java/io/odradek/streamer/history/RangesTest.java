package io.odradek.streamer.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** On numbers alone; {@code VerifyIT} and {@code ReplayIT} ask real topics. */
class RangesTest {
    private static final TopicPartition PARTITION = new TopicPartition("images", 3);

    @Test
    void knowsWhatIsInARangeAndWhatIsGoneOfIt() {
        Range range = new Range(5, 8);

        assertThat(range.size()).isEqualTo(3);
        assertThat(new boolean[] {range.contains(4), range.contains(5), range.contains(7), range.contains(8)})
                .containsExactly(false, true, true, false);
        assertThat(new Gone(PARTITION, 2, 5, true)).hasToString("images-3@2 to images-3@4");
    }
}
