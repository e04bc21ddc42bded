package io.odradek.streamer.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.live.MinuteMix.Count;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MinuteMixTest {
    private final MinuteMix mix = new MinuteMix();

    @Test
    void countsEachClassTheMostFrequentFirst() {
        mix.add(Map.of("m", Map.of("a", 3L, "b", 10L)));
        mix.add(Map.of("m", Map.of("a", 4L, "b", 10L)));

        assertThat(mix.counts()).containsExactly(new Count("m", "b", 10), new Count("m", "a", 4));
    }

    @Test
    void forgetsWhatIsOlderThanAMinute() {
        mix.add(Map.of("m", Map.of("a", 100L)));
        for (int second = 0; second < 59; second++) {
            mix.add(Map.of("m", Map.of("a", 101L)));
        }
        assertThat(mix.counts()).containsExactly(new Count("m", "a", 101));

        mix.add(Map.of("m", Map.of("a", 101L)));
        assertThat(mix.counts()).containsExactly(new Count("m", "a", 1));

        mix.add(Map.of("m", Map.of("a", 101L)));
        assertThat(mix.counts()).isEmpty();
    }

    @Test
    void dropsAClassThatIsNotCountedAnyMore() {
        mix.add(Map.of("m", Map.of("a", 1L)));
        mix.add(Map.of("m", Map.of("b", 1L)));

        assertThat(mix.counts()).containsExactly(new Count("m", "b", 1));
    }
}
