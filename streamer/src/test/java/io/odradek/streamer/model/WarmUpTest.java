package io.odradek.streamer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.message.ModelRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void callsWithABlackImageThenAWhiteOneThenMixedOnes() throws RefusedException {
        Slow model = new Slow(Duration.ofSeconds(2));

        long unused = new WarmUp(() -> now).run(model);

        assertThat(model.seen.get(0)).containsOnly(0);
        assertThat(model.seen.get(1)).containsOnly(255);
        assertThat(model.seen.get(2)).containsExactly(34, 65, 96, 127);
        assertThat(model.seen.subList(3, 6)).as("the batch").containsExactlyElementsOf(model.seen.subList(0, 3));
    }

    @Test
    void keepsOnlyAsManyLargeImagesAsABatchMayHave() throws RefusedException {
        Slow model = new Slow(Duration.ofSeconds(1));
        model.input = new InputSpec(3, 1_500, 1_500, 0);

        long unused = new WarmUp(() -> now).run(model);

        assertThat(model.sizes).as("two of 6.75 MB").containsExactly(1, 1, 1, 1, 1, 2);
    }

    @Test
    void measuresTheMedianOfTheSecondHalfOfTheCalls() throws RefusedException {
        Slow model = new Slow(Duration.ZERO);
        model.next = List.of(1_200, 1_200, 1, 2, 1_000, 600, 700, 800).iterator();

        long nanos = new WarmUp(() -> now).run(model);

        assertThat(model.sizes).as("eight calls and the batch").hasSize(9);
        assertThat(nanos).isEqualTo(Duration.ofMillis(800).toNanos());
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1.0009, 0", "1, 0", "0.5, 0.5009", "0.5, 0.4991"})
    void takesProbabilitiesThatAreRoundedALittle(float first, float second) throws RefusedException {
        Slow model = new Slow(Duration.ofMinutes(1));
        model.first = first;
        model.second = second;

        long nanos = new WarmUp(() -> now).run(model);

        assertThat(nanos).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "-0.0001, 1, an output is -1.0E-4",
        "1.0011, 0, an output is 1.0011",
        "NaN, 1, an output is NaN",
        "1, Infinity, an output is Infinity",
        "0.5, 0.502, the outputs sum to 1.00",
        "0.5, 0.498, the outputs sum to 0.99"
    })
    void refusesWhatIsNoProbability(float first, float second, String why) {
        Slow model = new Slow(Duration.ofMinutes(1));
        model.first = first;
        model.second = second;

        refuses(model, why);
    }

    @Test
    void refusesAModelThatAnswersAnotherWayInABatch() {
        Slow model = new Slow(Duration.ofMinutes(1));
        model.shiftInABatch = 0.0002f;

        refuses(model, "an image gets probability 0.5002 in a batch of 2 and 0.5 alone: the model mixes the images");
    }

    @Test
    void takesAModelThatAddsInAnotherOrderInABatch() throws RefusedException {
        Slow model = new Slow(Duration.ofMinutes(1));
        model.shiftInABatch = 0.00009f;

        long unused = new WarmUp(() -> now).run(model);

        assertThat(model.sizes).containsExactly(1, 1, 2);
    }

    @Test
    void refusesAModelThatFails() {
        Slow model = new Slow(Duration.ofMinutes(1));
        model.failure = new IllegalStateException("first line\nsecond line");

        refuses(model, "inference fails: first line");
    }

    private void refuses(Slow model, String why) {
        assertThatThrownBy(() -> new WarmUp(() -> now).run(model))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.stage()).isEqualTo(Stage.OUTPUT))
                .hasMessageStartingWith(why);
    }

    /** Takes its time for an image or a batch, and remembers the size of each. */
    private final class Slow implements Classifier {
        private final Duration each;
        private final List<Integer> sizes = new ArrayList<>();
        /** Pixels of the first few, of each image that came. */
        private final List<List<Integer>> seen = new ArrayList<>();

        private InputSpec input = new InputSpec(1, 2, 2, 0);
        private float first = 0.5f;
        private float second = 0.5f;
        private float shiftInABatch;
        private @Nullable RuntimeException failure;
        /** Milliseconds of each call, in place of the usual time. */
        private Iterator<Integer> next = Collections.emptyIterator();

        Slow(Duration each) {
            this.each = each;
        }

        @Override
        public float[][] classify(List<byte[]> tensors) {
            if (failure != null) {
                throw failure;
            }
            now += next.hasNext() ? Duration.ofMillis(next.next()).toNanos() : each.toNanos();
            sizes.add(tensors.size());
            float shift = tensors.size() > 1 ? shiftInABatch : 0;
            for (byte[] tensor : tensors) {
                seen.add(IntStream.range(0, 4).mapToObj(i -> tensor[i] & 0xff).toList());
            }
            return tensors.stream()
                    .map(t -> new float[] {first + shift, second - shift})
                    .toArray(float[][]::new);
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
            return input;
        }
    }
}
