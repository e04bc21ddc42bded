package io.odradek.streamer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.PastPrediction;
import io.odradek.streamer.message.Source;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static final List<String> LABELS = List.of("cat", "dog", "owl");
    private static final int CAT = 0;
    private static final int DOG = 1;

    private final Difference difference = new Difference(LABELS);

    @Test
    void countsChangesByClassesAndVersionTheMostFrequentFirst() {
        difference.add(then("1", "cat", 0.9f), CAT, 0.8f);
        difference.add(then("1", "cat", 0.5f), DOG, 0.6f);
        difference.add(then("2", "dog", 0.4f), CAT, 0.7f);
        difference.add(then("2", "dog", 0.6f), CAT, 0.9f);

        assertThat(difference.compared()).isEqualTo(4);
        assertThat(difference.sameImages()).isEqualTo(1);
        assertThat(difference.changedImages()).isEqualTo(3);
        assertThat(difference.changes())
                .extracting(Map.Entry::getKey)
                .containsExactly(new Change("pets@2", "dog", "cat"), new Change("pets@1", "cat", "dog"));
        Tally first = difference.changes().get(0).getValue();
        assertThat(first.images()).isEqualTo(2);
        assertThat(first.confidenceThen()).isCloseTo(0.5, within(1e-6));
        assertThat(first.confidenceNow()).isCloseTo(0.8, within(1e-6));
        assertThat(difference.versions())
                .isEqualTo(Map.of("pets@1", new Difference.Counts(1, 1), "pets@2", new Difference.Counts(0, 2)));
        assertThat(difference.hasOtherClasses()).isFalse();
    }

    @Test
    void addsUpWhatSeveralThreadsFound() {
        Difference other = new Difference(LABELS);
        other.add(then("1", "cat", 0.5f), DOG, 0.6f);
        other.add(then("1", "cat", 0.5f), Answers.REJECTED, 0);
        other.add(then("1", "ant", 0.5f), CAT, 0.6f);
        other.addForeign();
        other.addUnidentified();
        other.addTruth("ant", then("1", "cat", 0.5f), DOG);
        difference.add(then("1", "cat", 0.7f), DOG, 0.8f);

        difference.add(other);

        assertThat(difference.changes().get(0).getValue().images()).isEqualTo(2);
        assertThat(difference.rejectedNow()).isEqualTo(1);
        assertThat(difference.compared()).isEqualTo(3);
        assertThat(difference.foreign()).isEqualTo(1);
        assertThat(difference.unidentified()).isEqualTo(1);
        assertThat(difference.accuracy()).isEqualTo(new Accuracy(0, 0, 0, 1));
        assertThat(difference.unknownTruths()).isEqualTo(1);
        assertThat(difference.onlyThen()).containsExactly("ant");
    }

    @Test
    void seesOtherClassesByALabelAndByTheirNumber() {
        Difference more = new Difference(LABELS);

        difference.add(then("1", "ant", 0.5f), CAT, 0.6f);
        more.add(new PastPrediction("cat", 1, 4, ref("1"), source()), CAT, 1);

        assertThat(difference.hasOtherClasses()).isTrue();
        assertThat(difference.onlyThen()).containsExactly("ant");
        assertThat(difference.onlyNow()).containsExactly("cat", "dog", "owl");
        assertThat(more.hasOtherClasses()).isTrue();
        assertThat(more.onlyThen()).isEmpty();
    }

    @Test
    void doesNotTakeMemoryForATopicOfSomethingElse() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 300_000; i++) {
                        difference.add(then("1", "label " + i, 1), CAT, 1);
                    }
                })
                .isInstanceOf(StreamerException.class)
                .hasMessage(
                        "the predictions of then have more than 200000 labels and versions: is it a topic of predictions?");
    }

    @Test
    void countsTheChangesOfModelsOfVeryManyClassesThoughItCannotKeepThemAll() {
        List<String> classes =
                IntStream.range(0, 500).mapToObj(i -> "class " + i).toList();
        Difference many = new Difference(classes);
        for (int then = 0; then < classes.size(); then++) {
            for (int now = 0; now < classes.size(); now++) {
                many.add(then("1", classes.get(then), 0.5f), now, 0.5f);
            }
        }

        difference.add(many);

        assertThat(difference.changes()).hasSize(200_000);
        assertThat(difference.furtherChanged()).isEqualTo(500 * 499 - 200_000);
        assertThat(difference.changedImages()).isEqualTo(500 * 499);
        assertThat(difference.sameImages()).isEqualTo(500);
        assertThat(difference.versions()).isEqualTo(Map.of("pets@1", new Difference.Counts(500, 500 * 499)));
    }

    private static PastPrediction then(String version, String label, float confidence) {
        return new PastPrediction(label, confidence, LABELS.size(), ref(version), source());
    }

    private static ModelRef ref(String version) {
        return new ModelRef("pets", version, "0".repeat(64));
    }

    private static Source source() {
        return new Source("images", 0, 0);
    }
}
