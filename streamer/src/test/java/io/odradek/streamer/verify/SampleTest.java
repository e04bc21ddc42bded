package io.odradek.streamer.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.history.Range;
import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.PredictionSerializer;
import io.odradek.streamer.message.Source;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class SampleTest {
    private static final int IMAGES = 10_000;

    @Test
    void choosesSoManyImagesOfTheWholeRangeAndAlwaysTheSame() {
        Tally tally = tally();

        Sample sample = Sample.of(1_000, tally);

        assertThat(sample.chosen())
                .hasSize(1_000)
                .isEqualTo(Sample.of(1_000, tally()).chosen());
        assertThat(sample.chosen()).containsAll(Sample.of(10, tally).chosen());
        for (int partition = 0; partition < 2; partition++) {
            for (long from = 0; from < IMAGES; from += IMAGES / 10) {
                int number = partition;
                long begin = from;
                long chosen = sample.chosen().stream()
                        .filter(image -> image.partition() == number
                                && image.offset() >= begin
                                && image.offset() < begin + IMAGES / 10)
                        .count();
                // Of a twentieth of the range 50, give or take four standard deviations.
                assertThat(chosen).as("images-%d from %d on", partition, from).isBetween(22L, 78L);
            }
        }
    }

    @Test
    void choosesTheSameWithEveryVersion() {
        assertThat(Sample.of(5, tally()).chosen())
                .containsExactlyInAnyOrder(
                        new Source("images", 1, 7_012),
                        new Source("images", 1, 5_408),
                        new Source("images", 1, 9_645),
                        new Source("images", 0, 3_533),
                        new Source("images", 0, 2_013));
    }

    @Test
    void choosesAllWhereThereAreFewerAndNoneWhereNoneIsWanted() {
        assertThat(Sample.of(3 * IMAGES, tally()).chosen()).hasSize(2 * IMAGES);
        assertThat(Sample.of(0, tally()).chosen()).isEmpty();
    }

    @Test
    void keepsTheFirstAnswerOfWhatWasChosen() {
        Sample sample = Sample.of(2 * IMAGES, tally());
        Source predicted = new Source("images", 0, 1);
        Source refused = new Source("images", 1, 2);

        predict(sample, predicted, "first");
        predict(sample, predicted, "second");
        sample.deadLetter(Optional.of(predicted), reason("EMPTY"));
        sample.deadLetter(Optional.of(refused), reason("WRONG_SIZE"));
        predict(sample, refused, "later");
        predict(sample, new Source("images", 0, IMAGES), "none of these");

        assertThat(sample.predictions()).containsOnlyKeys(predicted);
        assertThat(sample.predictions().values()).extracting(Prediction::label).containsExactly("first");
        assertThat(sample.reasons()).isEqualTo(Map.of(refused, "WRONG_SIZE"));
    }

    private static Tally tally() {
        TopicPartition first = new TopicPartition("images", 0);
        TopicPartition second = new TopicPartition("images", 1);
        Range range = new Range(0, IMAGES);
        Tally tally = new Tally(Map.of(first, range, second, range), 64 << 20);
        for (int offset = 0; offset < IMAGES; offset++) {
            tally.image(first, offset, 0);
            tally.image(second, offset, 0);
        }
        return tally;
    }

    private static void predict(Sample sample, Source source, String label) {
        Prediction prediction =
                new Prediction(label, 0, new float[] {1}, new ModelRef("m", "1", "0".repeat(64)), source);
        sample.prediction(Optional.of(source), new PredictionSerializer().serialize("predictions", prediction));
    }

    private static Headers reason(String code) {
        return new RecordHeaders().add(DeadLetter.REASON, code.getBytes(StandardCharsets.UTF_8));
    }
}
