package io.odradek.streamer.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.Settings;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.history.Archive;
import io.odradek.streamer.history.Range;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.PredictionSerializer;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.model.Trial;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Real models are asked again; what they answered, and which of them are left, is made up. */
class ReclassificationTest {
    private static final String LARGE_NOTE = "more than 3 pixels are TOO_MANY_PIXELS here: unless"
            + " odradek.image.max.pixels is set alike, that follows heap and threads, and may be another number where"
            + " images were answered";
    private static final byte[] NO_IMAGE = new byte[3];
    private static final byte[] PNG = TestImages.encode(TestImages.grey(2, 2, 0, 200, 0, 0), "png");

    private final Shelf shelf = new Shelf();
    private final ModelRef first = shelf.add(TestModels.file("1", 0));
    private final ModelRef second = shelf.add(TestModels.file("2", 1));
    private final Map<Source, byte[]> images = new HashMap<>();
    private final List<Prediction> predictions = new ArrayList<>();
    private final Map<Source, String> letters = new HashMap<>();
    private String maxPixels = "1000";

    @Test
    void agreesWhereEachVersionAnswersAsItDid() {
        predicted(0, TestModels.image(1), first, 1);
        predicted(1, TestModels.image(1), second, 2);
        predicted(2, TestModels.image(2), first, 2);

        SampleAccount account = account();

        assertThat(account).isEqualTo(new SampleAccount(3, 0, 0, List.of(), List.of()));
        assertThat(shelf.asked).as("one model after the other").containsExactly(first, second);
    }

    @Test
    void namesTheFirstTenAnswersThatDiffer() {
        for (int i = 0; i < 12; i++) {
            predicted(i, TestModels.image(1), first, i == 0 ? 1 : 0);
        }

        SampleAccount account = account();

        assertThat(account.agree()).isEqualTo(1);
        assertThat(account.differ()).isEqualTo(11);
        assertThat(account.differing())
                .hasSize(10)
                .startsWith("images-0@1: was \"zero\", is \"one\" by " + first)
                .endsWith("images-0@10: was \"zero\", is \"one\" by " + first);
    }

    @Test
    void countsForNothingWhatIsNotThereAnyMore() {
        predicted(0, TestModels.image(1), first, 0);
        letter(1, NO_IMAGE, "EMPTY");
        images.clear();

        assertThat(account()).isEqualTo(new SampleAccount(0, 0, 0, List.of(), List.of()));
    }

    @Test
    void saysWhichVersionCannotBeAskedAndWhy() {
        ModelRef gone = new ModelRef(TestModels.NAME, "0", "0".repeat(64));
        predicted(0, TestModels.image(1), gone, 1);
        predicted(1, TestModels.image(2), gone, 2);
        predicted(2, TestModels.image(2), first, 2);

        assertThat(account())
                .isEqualTo(new SampleAccount(
                        1, 0, 2, List.of(), List.of("test-model@0 was not asked: it is not on the shelf")));
    }

    @Test
    void isNoDifferenceWhereMorePixelsMayBeReadElsewhere() {
        maxPixels = "3";
        predicted(0, PNG, first, 1);
        predicted(1, PNG, first, 1);
        letter(2, TestModels.image(0), "TOO_MANY_PIXELS");
        letter(3, PNG, "WRONG_SIZE");

        assertThat(account()).isEqualTo(new SampleAccount(0, 0, 4, List.of(), List.of(LARGE_NOTE)));
    }

    @Test
    void agreesWithADeadLetterThatAnyVersionOfTheSampleRefusesAlike() {
        ModelRef wide = shelf.add(TestModels.lookingAt("w", 3, 0, 0, 1));
        predicted(0, TestModels.image(1), first, 1);
        predicted(1, new byte[9], wide, 0);
        letter(2, NO_IMAGE, "UNKNOWN_FORMAT");
        letter(3, PNG, "WRONG_SIZE");

        assertThat(account()).isEqualTo(new SampleAccount(4, 0, 0, List.of(), List.of()));
    }

    @Test
    void asksTheVersionInForceAboutADeadLetterOfWhichTheSampleHasNoVersion() {
        shelf.inForce.put("images", first);
        letter(0, NO_IMAGE, "UNKNOWN_FORMAT");
        letter(1, TestModels.image(0), "EMPTY");

        assertThat(account())
                .isEqualTo(new SampleAccount(
                        1, 1, 0, List.of("images-0@1: was EMPTY, is classified by " + first), List.of()));
        assertThat(shelf.asked).containsExactly(first);
    }

    @Test
    void asksTheVersionInForceOnlyWhereTheOthersDoNotRefuseAlikeAndNotTwice() {
        shelf.inForce.put("images", second);
        predicted(0, TestModels.image(1), first, 1);
        letter(1, NO_IMAGE, "UNKNOWN_FORMAT");
        assertThat(account().agree()).isEqualTo(2);
        assertThat(shelf.asked).containsExactly(first);
        shelf.asked.clear();

        letter(2, TestModels.image(0), "EMPTY");
        assertThat(account().differing()).containsExactly("images-0@2: was EMPTY, is classified by " + second);
        assertThat(shelf.asked).containsExactly(first, second);
        shelf.asked.clear();

        shelf.inForce.put("images", first);
        assertThat(account().differing()).containsExactly("images-0@2: was EMPTY, is classified by " + first);
        assertThat(shelf.asked).containsExactly(first);
    }

    @Test
    void knowsNothingOfADeadLetterThatNoVersionIsLeftFor() {
        shelf.inForce.put("images", new ModelRef(TestModels.NAME, "0", "0".repeat(64)));
        letter(0, TestModels.image(0), "EMPTY");

        assertThat(account())
                .isEqualTo(new SampleAccount(
                        0, 0, 1, List.of(), List.of("test-model@0 was not asked: it is not on the shelf")));
        shelf.inForce.clear();
        assertThat(account()).isEqualTo(new SampleAccount(0, 0, 1, List.of(), List.of()));
    }

    @Test
    void isNoDifferenceWhereAnotherVersionMayHaveRefusedIt() {
        predicted(0, TestModels.image(1), first, 1);
        letter(1, TestModels.image(0), "WRONG_SIZE");
        letter(2, NO_IMAGE, "EMPTY");

        assertThat(account())
                .isEqualTo(new SampleAccount(
                        1,
                        0,
                        2,
                        List.of(),
                        List.of(
                                "a dead letter for WRONG_SIZE does not say which version refused it: none of those that"
                                        + " were asked does",
                                "a dead letter for EMPTY does not say which version refused it: none of those that"
                                        + " were asked does")));
    }

    @Test
    void asksEachTopicsOwnModels() {
        shelf.inForce.put("images", first);
        shelf.inForce.put("photos", second);
        letter(0, TestModels.image(0), "EMPTY");
        letters.put(new Source("photos", 0, 0), "EMPTY");
        images.put(new Source("photos", 0, 0), TestModels.image(0));
        Prediction photo = prediction(new Source("photos", 0, 1), first, 0);
        predictions.add(photo);
        images.put(photo.source(), TestModels.image(0));

        SampleAccount account = account();

        assertThat(account.agree()).isEqualTo(1);
        assertThat(account.differing())
                .containsExactly(
                        "images-0@0: was EMPTY, is classified by " + first,
                        "photos-0@0: was EMPTY, is classified by " + second);
        assertThat(shelf.asked).containsExactly(first, first, second);
    }

    @Test
    void allowsAsMuchAsTheGoldenImagesDo() {
        String golden = "[{\"contentType\":\"image/png\",\"image\":\""
                + Base64.getEncoder().encodeToString(PNG) + "\",\"tensorSha256\":\""
                + Digest.sha256(new byte[] {0, (byte) 200, 0, 0})
                + "\",\"probabilities\":[0.00004,0.9999,0.00004],\"tolerance\":0.005}]";
        ModelRef tolerant = shelf.add(TestModels.put(TestModels.model("t", 0), "odradek.golden", golden)
                .build()
                .toByteArray());
        predicted(0, TestModels.image(1), first, 1, 0.996f);
        predicted(1, TestModels.image(1), tolerant, 1, 0.996f);
        predicted(2, TestModels.image(1), tolerant, 1, 0.99f);

        SampleAccount account = account();

        assertThat(account.agree()).isEqualTo(1);
        assertThat(account.differing())
                .hasSize(2)
                .anyMatch(text -> text.startsWith("images-0@0: the probability of \"one\" was 0.996000, is 0.9999"))
                .anyMatch(text -> text.startsWith("images-0@2: the probability of \"one\" was 0.990000, is 0.9999"));
    }

    private void predicted(long offset, byte[] image, ModelRef model, int label) {
        predicted(offset, image, model, label, (float) (1 / (1 + 2 * Math.exp(-10))));
    }

    private void predicted(long offset, byte[] image, ModelRef model, int label, float probability) {
        Source source = new Source("images", 0, offset);
        images.put(source, image);
        predictions.add(prediction(source, model, label, probability));
    }

    private static Prediction prediction(Source source, ModelRef model, int label) {
        return prediction(source, model, label, (float) (1 / (1 + 2 * Math.exp(-10))));
    }

    private static Prediction prediction(Source source, ModelRef model, int label, float probability) {
        float[] probabilities = new float[3];
        probabilities[label] = probability;
        return new Prediction(TestModels.LABELS.get(label), label, probabilities, model, source);
    }

    private void letter(long offset, byte[] image, String reason) {
        Source source = new Source("images", 0, offset);
        images.put(source, image);
        letters.put(source, reason);
    }

    private SampleAccount account() {
        StreamerConfig config =
                StreamerConfig.of(Settings.of(Map.of(Setting.IMAGE_MAX_PIXELS, maxPixels), Map.of(), Map.of(), null));
        return new Reclassification(config, sample(), shelf, this::read).run();
    }

    private Sample sample() {
        Range range = new Range(0, 100);
        Tally tally = new Tally(
                Map.of(new TopicPartition("images", 0), range, new TopicPartition("photos", 0), range), 64 << 20);
        predictions.forEach(
                was -> tally.image(partition(was.source()), was.source().offset(), 0));
        letters.keySet().forEach(image -> tally.image(partition(image), image.offset(), 0));
        Sample sample = Sample.of(100, tally);
        PredictionSerializer serializer = new PredictionSerializer();
        predictions.forEach(
                was -> sample.prediction(Optional.of(was.source()), serializer.serialize("predictions", was)));
        letters.forEach((image, reason) -> sample.deadLetter(
                Optional.of(image),
                new RecordHeaders().add(DeadLetter.REASON, reason.getBytes(StandardCharsets.UTF_8))));
        return sample;
    }

    private @Nullable ConsumerRecord<byte[], byte[]> read(Source image) {
        byte[] value = images.get(image);
        return value == null
                ? null
                : new ConsumerRecord<>(image.topic(), image.partition(), image.offset(), new byte[0], value);
    }

    private static TopicPartition partition(Source image) {
        return new TopicPartition(image.topic(), image.partition());
    }

    /** Model files in memory. */
    private static final class Shelf implements Archive {
        private final Map<ModelRef, byte[]> files = new HashMap<>();
        private final Map<String, ModelRef> inForce = new HashMap<>();
        private final List<ModelRef> asked = new ArrayList<>();

        ModelRef add(byte[] file) {
            try {
                ModelRef ref = Trial.of(new AdmissionGate(1 << 20, TrustedKeys.NONE), file, null, null);
                files.put(ref, file);
                return ref;
            } catch (RefusedException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        public Optional<ModelRef> inForce(String topic) {
            return Optional.ofNullable(inForce.get(topic));
        }

        @Override
        public Fetched get(ModelRef version) {
            byte[] file = files.get(version);
            if (file == null) {
                return new Fetched.Gone("it is not on the shelf");
            }
            asked.add(version);
            try {
                return new Fetched.Here(
                        Trial.hold(new AdmissionGate(1 << 20, TrustedKeys.NONE), file, null, version.version()));
            } catch (RefusedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
