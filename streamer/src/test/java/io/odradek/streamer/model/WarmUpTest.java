package io.odradek.streamer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.message.ModelRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private long now;

    @Test
    void callsAQuickModelFiftyTimesAndThenWithABatchOfAllThoseImages() throws RefusedException {
        Slow model = new Slow(Duration.ofMillis(1));

        long nanos = new WarmUp(() -> now).run(model);

        assertThat(model.sizes).hasSize(51).endsWith(50);
        assertThat(nanos).isEqualTo(Duration.ofMillis(1).toNanos());
    }

    @Test
    void stopsAfterFiveSecondsOfASlowModel() throws RefusedException {
        Slow model = new Slow(Duration.ofSeconds(2));

        long nanos = new WarmUp(() -> now).run(model);

        assertThat(model.sizes).containsExactly(1, 1, 1, 3);
        assertThat(nanos).isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void callsWithBlackAndWhiteHoweverSlowTheModelIs() throws RefusedException {
        Slow model = new Slow(Duration.ofMinutes(1));

        long unused = new WarmUp(() -> now).run(model);

        assertThat(model.sizes).containsExactly(1, 1, 2);
    }

    @Test
    void refusesASlowModelThatGivesNoProbabilities() {
        Slow model = new Slow(Duration.ofMinutes(1));
        model.first = 0.9f;

        assertThatThrownBy(() -> new WarmUp(() -> now).run(model))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("the outputs sum to");
    }

    /** Takes its time for an image or a batch, and remembers the size of each. */
    private final class Slow implements Classifier {
        private final Duration each;
        private final List<Integer> sizes = new ArrayList<>();
        private float first = 0.5f;

        Slow(Duration each) {
            this.each = each;
        }

        @Override
        public float[][] classify(List<byte[]> tensors) {
            now += each.toNanos();
            sizes.add(tensors.size());
            return tensors.stream().map(t -> new float[] {first, 0.5f}).toArray(float[][]::new);
        }

        @Override
        public ModelRef ref() {
            return new ModelRef("slow", "1", "00".repeat(32));
        }

        @Override
        public List<String> labels() {
            return List.of("a", "b");
        }

        @Override
        public InputSpec input() {
            return new InputSpec(1, 2, 2, 0);
        }
    }
}
