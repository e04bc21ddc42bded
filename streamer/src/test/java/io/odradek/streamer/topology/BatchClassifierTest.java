package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.kit.Scrape;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.model.Trial;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Some images in one call, without the read-ahead that chooses them. */
class BatchClassifierTest extends ReadAheadCase {
    @Test
    void answersEachImageInOrderAndABadOneForItself() {
        List<Outcome> outcomes = classify(
                classifier, TestModels.image(2), new byte[3], TestModels.image(0), new byte[0], TestModels.image(1));

        assertThat(outcomes)
                .extracting(outcome -> outcome instanceof Outcome.NotClassified bad
                        ? bad.why().reason().name()
                        : label(outcome))
                .containsExactly("two", "UNKNOWN_FORMAT", "zero", "EMPTY", "one");
        assertThat(calls()).isEqualTo(1);
        assertThat(value("odradek_batch_size_sum")).isEqualTo(3);
        assertThat(value("odradek_decode_seconds_count")).isEqualTo(5);
    }

    @Test
    void saysWhatTheModelSaid() {
        Outcome.Classified outcome =
                (Outcome.Classified) classify(classifier, TestModels.image(2)).get(0);

        assertThat(outcome.index()).isEqualTo(2);
        assertThat(outcome.probabilities()).hasSize(3);
        assertThat(outcome.probabilities()[2]).isGreaterThan(0.9f);
        assertThat(outcome.model().version()).isEqualTo("0");
        assertThat(outcome.id()).isNull();
        assertThat(outcome.sample()).isNull();
    }

    @Test
    void asksTheModelNothingWhereThereIsNoImage() {
        assertThat(classify(classifier, new byte[3], new byte[0])).hasSize(2);

        assertThat(calls()).isZero();
    }

    @Test
    void classifiesTheFirstImageHoweverLongDecodingTakes() {
        BatchClassifier slow = TestParts.slowClassifier(models, metrics.model(TestModels.NAME));

        assertThat(classify(slow, TestModels.image(1), TestModels.image(2)))
                .singleElement()
                .satisfies(outcome -> assertThat(label(outcome)).isEqualTo("one"));
    }

    @Test
    void takesTimesOfTheSwitchToAnotherModelAlone() throws IOException {
        classify(classifier, TestModels.image(0));
        classify(classifier, TestModels.image(0));
        assertThat(value("odradek_model_switch_seconds_count")).isZero();

        models.swap(model("1", 1));
        classify(classifier, TestModels.image(0));
        classify(classifier, TestModels.image(0));

        assertThat(value("odradek_model_switch_seconds_count")).isEqualTo(1);
        assertThat(value("odradek_model_switch_seconds_sum")).as("seconds").isBetween(0.0, 100.0);
        assertThat(value("odradek_inference_seconds_sum")).as("seconds").isBetween(0.0, 100.0);
        assertThat(value("odradek_decode_seconds_sum")).as("seconds").isBetween(0.0, 100.0);
    }

    @Test
    void givesAnImageThatTheModelFailsAtNoResult() throws RefusedException {
        ModelHolder failing = hold(TestModels.failingAt("f", 7));
        BatchClassifier classifier = TestParts.classifier(failing, metrics.model(TestModels.NAME));
        byte[] bad = {7, 7, 7, 7};

        assertThatThrownBy(() -> classify(classifier, bad, TestModels.image(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("inference with test-model@f");
        assertThat(classify(classifier, bad))
                .singleElement()
                .isInstanceOfSatisfying(Outcome.NotClassified.class, outcome -> {
                    assertThat(outcome.why().reason()).isEqualTo(Reason.INVALID_OUTPUT);
                    assertThat(outcome.why().message())
                            .startsWith("test-model@f")
                            .endsWith("NaN or infinity");
                });
        assertThat(calls()).as("those that failed are not measured").isEqualTo(1);
        failing.close();
    }

    @Test
    void failsWithoutAModel() {
        models.close();

        assertThatThrownBy(() -> classify(classifier, TestModels.image(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("images are flowing, but there is no model");
    }

    @Test
    void readsAContentTypeThatSaysSomething() {
        byte[] png = TestImages.encode(TestImages.grey(2, 2, 0, 200, 0, 0), "png");
        Headers empty = new RecordHeaders().add("content-type", null);
        Headers lie = new RecordHeaders().add("content-type", new byte[] {'x'});

        assertThat(classifier.classify(List.of(image(png, empty), image(png, lie))))
                .extracting(outcome -> outcome instanceof Outcome.NotClassified bad
                        ? bad.why().reason().name()
                        : label(outcome))
                .containsExactly("one", "UNSUPPORTED_CONTENT_TYPE");
    }

    @Test
    void takesAsManyAsAreWantedWhereTheirTensorsFit() throws RefusedException {
        assertThat(classifier.batchLimit(64)).isEqualTo(64);
        try (ModelHolder large = hold(TestModels.lookingAt("l", 1_024, 0, 0, 2))) {
            BatchClassifier ofLarge = TestParts.classifier(large, metrics.model(TestModels.NAME));
            assertThat(ofLarge.batchLimit(64)).as("16 MiB of 1 MiB each").isEqualTo(16);
        }
        assertThat(TestParts.classifier(new ModelHolder(), metrics.model(TestModels.NAME))
                        .batchLimit(64))
                .as("no model")
                .isEqualTo(64);
    }

    @Test
    void knowsWhereAnImageStands() {
        BatchClassifier.Image image = classifier.image("photos", 3, 17, TestModels.image(0), new RecordHeaders());

        assertThat(image.get()).isEqualTo(new Source("photos", 3, 17));
        assertThat(image.value()).isEqualTo(TestModels.image(0));
    }

    private static ModelHolder hold(byte[] file) throws RefusedException {
        return Trial.hold(new AdmissionGate(1 << 26, TrustedKeys.NONE), file, null, null);
    }

    private static List<Outcome> classify(BatchClassifier classifier, byte[]... values) {
        return classifier.classify(Arrays.stream(values)
                .map(value -> classifier.image("images", 0, 0, value, new RecordHeaders()))
                .toList());
    }

    private BatchClassifier.Image image(byte[] value, Headers headers) {
        return classifier.image("images", 0, 0, value, headers);
    }

    private double value(String name) {
        return Scrape.of(registry).value(name + "{model=\"" + TestModels.NAME + "\"}");
    }
}
