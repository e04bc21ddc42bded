package io.odradek.streamer.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.PredictionSerializer;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.model.TestModels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker finds each kind of fault, planted in records made by hand. */
class AccountTest {
    /** Softmax of (10, 0, 0): the test model's weight 0.05 times the brightness 200. */
    private static final float HIGH = (float) (1 / (1 + 2 * Math.exp(-10)));

    private static final byte[] TEXT = Cluster.utf8("no image");

    private final List<ConsumerRecord<byte[], byte[]>> images = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> predictions = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();

    /** Two partitions with gaps in their offsets, one key in both, answers by two versions, one dead letter. */
    @BeforeEach
    void haveWhatIsRight() {
        for (int partition = 0; partition < 2; partition++) {
            for (long offset : new long[] {0, 1, 4, 9}) {
                ConsumerRecord<byte[], byte[]> image =
                        image(partition, offset, offset == 1 ? null : Cluster.utf8("k"), TestModels.image(1));
                images.add(image);
                predictions.add(prediction(image, offset < 4 ? 0 : 4, 0));
            }
        }
        ConsumerRecord<byte[], byte[]> bad = image(1, 11, Cluster.utf8("k"), TEXT);
        images.add(bad);
        letters.add(letter(bad, Reason.UNKNOWN_FORMAT.name()));
    }

    @Test
    void acquitsWhatIsRight() {
        Account account = account();

        assertThat(account.faults()).isEmpty();
        assertThat(account.duplicates()).isZero();
        assertThat(account.images()).isEqualTo(9);
        assertThat(account.versions()).containsExactly(0, 4);
    }

    @Test
    void findsWhatIsLost() {
        predictions.remove(2);
        letters.clear();

        assertThat(account().faults()).containsExactly("lost: 0@4", "lost: 1@11");
    }

    @Test
    void countsWhatIsAnsweredTwiceAndDoesNotCallItOutOfOrder() {
        predictions.add(4, predictions.get(1));
        predictions.add(5, predictions.get(2));
        letters.add(letters.get(0));

        assertThat(account().duplicates()).isEqualTo(3);
        assertThat(account().faults()).isEmpty();
    }

    @Test
    void findsAnAnswerToAnAbortedImage() {
        predictions.add(prediction(image(0, 10, null, TestModels.image(0)), 0, 0));
        letters.add(letter(image(1, 5, null, TEXT), Reason.UNKNOWN_FORMAT.name()));

        assertThat(account().faults()).containsExactly("stray: 0@10", "stray: 1@5");
    }

    @Test
    void findsAnAnswerThatAnotherVersionWouldGive() {
        predictions.set(0, prediction(images.get(0), 0, 1));

        assertThat(account().wrong()).singleElement().asString().startsWith("0@0 by version 0");
    }

    @Test
    void findsAFileThatIsNotTheVersionsOwn() {
        predictions.set(0, prediction(images.get(0), images.get(0), "0", TestModels.file("0", 1), 1, HIGH));

        assertThat(account().wrong()).hasSize(1);
    }

    @Test
    void findsProbabilitiesThatAreALittleWrong() {
        predictions.set(0, prediction(images.get(0), images.get(0), "0", TestModels.file("0", 0), 1, HIGH - 0.0001f));

        assertThat(account().wrong()).hasSize(1);
    }

    @Test
    void findsAnImageAsADeadLetterAndABadRecordWithAPredictionOrAnotherReason() {
        letters.add(letter(images.get(0), Reason.CORRUPT_IMAGE.name()));
        letters.set(0, letter(images.get(8), Reason.EMPTY.name()));
        predictions.add(prediction(images.get(8), 0, 0));

        assertThat(account().wrong())
                .anyMatch(fault -> fault.equals("0@0 as a dead letter: CORRUPT_IMAGE"))
                .anyMatch(fault -> fault.equals("1@11 as a dead letter: EMPTY"))
                .anyMatch(fault -> fault.startsWith("1@11 by version 0"))
                .anyMatch(fault -> fault.equals("0@0 has a prediction and a dead letter"));
    }

    @Test
    void findsAnswersOutOfTheOrderOfTheirPartitionAndSoOfTheirKey() {
        Collections.swap(predictions, 2, 3);

        assertThat(account().faults()).containsExactly("out of order: 0@4 in predictions");
    }

    @Test
    void asksForNoOrderOfDeadLettersThatAreNamedAsWithoutIt() {
        ConsumerRecord<byte[], byte[]> later = image(1, 12, Cluster.utf8("k"), TEXT);
        images.add(later);
        letters.add(0, letter(later, Reason.UNKNOWN_FORMAT.name()));

        assertThat(account().faults()).containsExactly("out of order: 1@11 in images-dlq");
        assertThat(Account.of(images, predictions, letters, letter -> !letter.equals(letters.get(1)))
                        .faults())
                .isEmpty();
    }

    @Test
    void asksForNoOrderBetweenThePartitionsOfOneKey() {
        Collections.rotate(predictions, 4);

        assertThat(account().faults()).isEmpty();
    }

    @Test
    void findsAnotherPartitionKeyTimestampOrHeader() {
        ConsumerRecord<byte[], byte[]> image = images.get(0);
        byte[] key = image.key();
        Headers more = new RecordHeaders(image.headers()).add("more", key);
        Headers other = new RecordHeaders().add("trace", new byte[] {9}).add("trace", null);
        List<ConsumerRecord<byte[], byte[]>> wrongs = List.of(
                record("images", 1, 0, image.timestamp(), key, image.value(), image.headers()),
                record("images", 0, 0, image.timestamp() + 1, key, image.value(), image.headers()),
                record("images", 0, 0, image.timestamp(), null, image.value(), image.headers()),
                record("images", 0, 0, image.timestamp(), key, image.value(), new RecordHeaders()),
                record("images", 0, 0, image.timestamp(), key, image.value(), more),
                record("images", 0, 0, image.timestamp(), key, image.value(), other));

        for (ConsumerRecord<byte[], byte[]> wrong : wrongs) {
            predictions.set(0, prediction(wrong, image, "0", TestModels.file("0", 0), 1, HIGH));

            assertThat(account().faults()).as("%s", wrong).containsExactly("altered: 0@0");
        }
    }

    @Test
    void findsADeadLetterWithAnotherValue() {
        ConsumerRecord<byte[], byte[]> image = images.get(8);
        ConsumerRecord<byte[], byte[]> changed =
                record("images", 1, 11, image.timestamp(), image.key(), Cluster.utf8("other"), image.headers());

        letters.set(0, letter(changed, Reason.UNKNOWN_FORMAT.name()));

        assertThat(account().faults()).containsExactly("altered: 1@11");
    }

    private Account account() {
        return Account.of(images, predictions, letters);
    }

    private static ConsumerRecord<byte[], byte[]> image(
            int partition, long offset, byte @Nullable [] key, byte[] value) {
        Headers headers = new RecordHeaders().add("trace", new byte[] {1}).add("trace", null);
        return record("images", partition, offset, 1_000 - offset, key, value, headers);
    }

    /** The answer of a version to an image of class 1, when its file moves answers on by {@code shift} more. */
    private static ConsumerRecord<byte[], byte[]> prediction(
            ConsumerRecord<byte[], byte[]> image, int version, int shift) {
        byte[] file = TestModels.file(String.valueOf(version), version % 3);
        int index = (1 + version + shift) % 3;
        return prediction(image, image, String.valueOf(version), file, index, HIGH);
    }

    private static ConsumerRecord<byte[], byte[]> prediction(
            ConsumerRecord<byte[], byte[]> like,
            ConsumerRecord<byte[], byte[]> image,
            String version,
            byte[] file,
            int index,
            float confidence) {
        float[] probabilities = new float[3];
        java.util.Arrays.fill(probabilities, (1 - HIGH) / 2);
        probabilities[index] = confidence;
        Prediction prediction = new Prediction(
                TestModels.LABELS.get(index),
                index,
                probabilities,
                new ModelRef(TestModels.NAME, version, Digest.sha256(file)),
                new Source("images", image.partition(), image.offset()));
        byte[] json = new PredictionSerializer().serialize("predictions", prediction);
        return record("predictions", like.partition(), 0, like.timestamp(), like.key(), json, like.headers());
    }

    private static ConsumerRecord<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> image, String reason) {
        Headers headers = new RecordHeaders(image.headers())
                .add("odradek-reason", Cluster.utf8(reason))
                .add("__streams.errors.partition", Cluster.utf8(String.valueOf(image.partition())))
                .add("__streams.errors.offset", Cluster.utf8(String.valueOf(image.offset())));
        return record("images-dlq", image.partition(), 0, image.timestamp(), image.key(), image.value(), headers);
    }

    private static ConsumerRecord<byte[], byte[]> record(
            String topic,
            int partition,
            long offset,
            long timestamp,
            byte @Nullable [] key,
            byte[] value,
            Headers headers) {
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }
}
