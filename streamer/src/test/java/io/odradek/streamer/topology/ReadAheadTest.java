package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.model.Admission;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.LoadedModel;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.tracing.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadAheadTest {
    private static final int BATCH_MAX = 8;

    @TempDir
    private Path dir;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final StreamerMetrics metrics = new StreamerMetrics(registry);
    private final ModelHolder models = new ModelHolder();
    private final BatchClassifier classifier = TestWatches.classifier(models, metrics.model(TestModels.NAME));
    private final ReadAhead readAhead = new ReadAhead(Map.of("images", TestModels.NAME), BATCH_MAX);

    @BeforeEach
    void load() throws IOException {
        models.swap(model("0", 0));
    }

    @AfterEach
    void unload() {
        models.close();
    }

    @Test
    void classifiesWhatFollowsInOneCallAcrossPartitions() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            records.add(record(0, i, TestModels.image(i)));
            records.add(record(1, i, TestModels.image(i)));
        }
        poll(records);

        for (ConsumerRecord<byte[], byte[]> record : records) {
            assertThat(label(outcome(record))).isEqualTo(TestModels.LABELS.get((int) record.offset()));
        }

        assertThat(calls()).isEqualTo(1);
        assertThat(readAheads("hit")).isEqualTo(6);
    }

    @Test
    void keepsToTheLargestBatch() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 3 * BATCH_MAX + 1; i++) {
            records.add(record(0, i, TestModels.image(i % 3)));
        }
        poll(records);

        records.forEach(this::outcome);

        assertThat(calls()).isEqualTo(4);
        assertThat(registry.get("odradek.batch.size").summary().max()).isEqualTo(BATCH_MAX);
    }

    @Test
    void makesEveryOutcomeAnewAfterAPause() throws IOException {
        List<ConsumerRecord<byte[], byte[]>> records =
                List.of(record(0, 0, TestModels.image(0)), record(0, 1, TestModels.image(0)));
        poll(records);
        assertThat(label(outcome(records.get(0)))).isEqualTo("zero");
        models.swap(model("1", 1));

        readAhead.renew();

        assertThat(label(outcome(records.get(1)))).as("by the model of now").isEqualTo("one");
        assertThat(calls()).isEqualTo(2);
    }

    @Test
    void classifiesARecordThatItNeverSawAlone() {
        Outcome outcome = outcome(record(0, 5, TestModels.image(2)));

        assertThat(label(outcome)).isEqualTo("two");
        assertThat(readAheads("miss")).isEqualTo(1);
    }

    @Test
    void givesNoStaleOutcomeToRecordsThatWerePolledAgain() {
        ConsumerRecord<byte[], byte[]> stale = record(0, 0, TestModels.image(0));
        poll(List.of(stale, record(0, 1, TestModels.image(1))));
        outcome(stale);
        // The same offsets with other content, as after a truncation of the log.
        ConsumerRecord<byte[], byte[]> first = record(0, 0, TestModels.image(2));
        ConsumerRecord<byte[], byte[]> second = record(0, 1, TestModels.image(0));

        poll(List.of(first, second));

        assertThat(label(outcome(first))).isEqualTo("two");
        assertThat(label(outcome(second))).isEqualTo("zero");
        assertThat(readAheads("hit"))
                .as("the new records are remembered in place of the old")
                .isEqualTo(3);
    }

    @Test
    void letsTheImagesOfAFailedBatchGoAlone() throws IOException {
        models.swap(failingAt(7));
        ConsumerRecord<byte[], byte[]> good = record(0, 0, TestModels.image(1));
        ConsumerRecord<byte[], byte[]> bad = record(0, 1, new byte[] {7, 7, 7, 7});
        ConsumerRecord<byte[], byte[]> last = record(0, 2, TestModels.image(2));
        poll(List.of(good, bad, last));

        assertThat(label(outcome(good))).isEqualTo("one");
        assertThat(outcome(bad))
                .isInstanceOfSatisfying(
                        Outcome.NotClassified.class,
                        o -> assertThat(o.why().reason()).isEqualTo(Reason.INVALID_OUTPUT));
        assertThat(label(outcome(last))).isEqualTo("two");
        assertThat(registry.get("odradek.batch.failures").counter().count()).isEqualTo(1);
    }

    @Test
    void matchesOnlyTheVeryArrayNotAnEqualOne() {
        byte[] value = TestModels.image(1);
        poll(List.of(record(0, 0, value)));

        outcome(record(0, 0, value.clone()));
        outcome(record(0, 0, value));

        assertThat(readAheads("miss")).isEqualTo(1);
        assertThat(readAheads("hit")).isEqualTo(1);
    }

    @Test
    void keepsAnOutcomeUntilTheNextRecordIsAskedFor() {
        ConsumerRecord<byte[], byte[]> record = record(0, 0, TestModels.image(1));
        poll(List.of(record));

        Outcome once = outcome(record);
        Outcome again = outcome(record);

        assertThat(again).as("asked again after a time-out").isSameAs(once);
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void skipsOverRecordsThatAreNeverAskedFor() {
        ConsumerRecord<byte[], byte[]> wanted = record(0, 9, TestModels.image(1));
        poll(List.of(record(0, 3, TestModels.image(0)), record(0, 7, TestModels.image(0)), wanted));

        assertThat(label(outcome(wanted))).isEqualTo("one");
        assertThat(registry.get("odradek.batch.size").summary().totalAmount()).isEqualTo(1);
    }

    @Test
    void forgetsAPartition() {
        ConsumerRecord<byte[], byte[]> gone = record(0, 0, TestModels.image(1));
        ConsumerRecord<byte[], byte[]> stays = record(1, 0, TestModels.image(2));
        poll(List.of(gone, stays));

        readAhead.forget(new TopicPartition("images", 0));

        assertThat(label(outcome(stays))).isEqualTo("two");
        assertThat(registry.get("odradek.batch.size").summary().totalAmount()).isEqualTo(1);
        assertThat(label(outcome(gone))).isEqualTo("one");
        assertThat(readAheads("miss")).isEqualTo(1);
    }

    @Test
    void remembersNoOtherTopic() {
        ConsumerRecord<byte[], byte[]> other = new ConsumerRecord<>("other", 0, 0, null, TestModels.image(1));
        readAhead.remember(new ConsumerRecords<>(Map.of(new TopicPartition("other", 0), List.of(other)), Map.of()));

        readAhead.outcome(new TopicPartition("other", 0), 0, other.value(), other.headers(), classifier);

        assertThat(readAheads("miss")).isEqualTo(1);
    }

    @Test
    void batchesImagesOfOneModelAcrossTopicsAndOfTwoModelsNever() throws IOException {
        ReadAhead several = new ReadAhead(Map.of("a", "m", "b", "m", "c", "n"), BATCH_MAX);
        ModelHolder others = new ModelHolder();
        others.swap(model("1", 1));
        BatchClassifier other = TestWatches.classifier(others, metrics.model("n"));
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new LinkedHashMap<>();
        for (String topic : List.of("a", "b", "c")) {
            polled.put(
                    new TopicPartition(topic, 0),
                    List.of(new ConsumerRecord<>(topic, 0, 0, null, TestModels.image(0))));
        }
        several.remember(new ConsumerRecords<>(polled, Map.of()));

        polled.forEach((partition, records) -> {
            ConsumerRecord<byte[], byte[]> record = records.get(0);
            boolean isOther = partition.topic().equals("c");
            assertThat(label(several.outcome(
                            partition, 0, record.value(), record.headers(), isOther ? other : classifier)))
                    .isEqualTo(isOther ? "one" : "zero");
        });

        assertThat(registry.get("odradek.batch.size")
                        .tag("model", "n")
                        .summary()
                        .totalAmount())
                .isEqualTo(1);
        assertThat(registry.get("odradek.batch.size")
                        .tag("model", TestModels.NAME)
                        .summary()
                        .count())
                .as("one call for both topics")
                .isEqualTo(1);
        others.close();
    }

    @Test
    void leavesImagesForALaterBatchWhereDecodingTakesLong() {
        BatchClassifier slow = TestWatches.slowClassifier(models, metrics.model(TestModels.NAME));
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            records.add(record(i % 2, i / 2, TestModels.image(i % 3)));
        }
        poll(records);

        for (int i = 0; i < 6; i++) {
            ConsumerRecord<byte[], byte[]> next = records.get(i);
            TopicPartition partition = new TopicPartition("images", next.partition());
            assertThat(label(readAhead.outcome(partition, next.offset(), next.value(), next.headers(), slow)))
                    .isEqualTo(TestModels.LABELS.get(i % 3));
        }

        assertThat(calls()).isEqualTo(6);
        assertThat(readAheads("hit")).isEqualTo(6);
    }

    @Test
    void keepsThreadsApart() throws InterruptedException {
        ConsumerRecord<byte[], byte[]> record = record(0, 0, TestModels.image(1));
        Thread other = new Thread(() -> poll(List.of(record)));
        other.start();
        other.join();

        outcome(record);

        assertThat(readAheads("miss")).isEqualTo(1);
    }

    @Test
    void namesTheModelThatMadeAnOutcomeEvenIfAnotherIsLiveWhenItIsUsed() throws IOException {
        ConsumerRecord<byte[], byte[]> first = record(0, 0, TestModels.image(0));
        ConsumerRecord<byte[], byte[]> second = record(0, 1, TestModels.image(0));
        ConsumerRecord<byte[], byte[]> third = record(0, 2, TestModels.image(0));
        poll(List.of(first, second));

        outcome(first);
        models.swap(model("1", 1));
        Outcome.Classified before = (Outcome.Classified) outcome(second);
        poll(List.of(third));
        Outcome.Classified after = (Outcome.Classified) outcome(third);

        assertThat(before.model().version()).isEqualTo("0");
        assertThat(before.label()).isEqualTo("zero");
        assertThat(after.model().version()).isEqualTo("1");
        assertThat(after.label()).isEqualTo("one");
    }

    /** Random mixes of good, bad, null and huge records over several partitions, polled and asked for in random steps. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void givesTheSameOutcomesAsOneByOne(long seed) {
        Random random = new Random(seed);
        int partitions = 1 + random.nextInt(5);
        long[] polledTo = new long[partitions];
        List<List<ConsumerRecord<byte[], byte[]>>> queues = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            queues.add(new ArrayList<>());
        }
        for (int step = 0; step < 200; step++) {
            if (random.nextInt(4) == 0) {
                List<ConsumerRecord<byte[], byte[]>> polled = new ArrayList<>();
                int p = random.nextInt(partitions);
                for (int n = random.nextInt(20); n > 0; n--) {
                    // Gaps, as transaction markers leave them.
                    polledTo[p] += 1 + (random.nextInt(10) == 0 ? 1 : 0);
                    polled.add(record(p, polledTo[p], value(random)));
                }
                poll(polled);
                queues.get(p).addAll(polled);
            }
            List<ConsumerRecord<byte[], byte[]>> queue = queues.get(random.nextInt(partitions));
            if (!queue.isEmpty()) {
                ConsumerRecord<byte[], byte[]> next = queue.remove(0);
                assertSame(next, outcome(next));
            }
            if (random.nextInt(50) == 0) {
                readAhead.forget(new TopicPartition("images", random.nextInt(partitions)));
            }
        }
        assertThat(readAheads("hit")).isPositive();
    }

    private void assertSame(ConsumerRecord<byte[], byte[]> record, Outcome found) {
        Outcome expected = classifier
                .classify(List.of(new BatchClassifier.Image(record.value(), record.headers(), Step.NONE)))
                .get(0);
        if (expected instanceof Outcome.Classified one && found instanceof Outcome.Classified batched) {
            assertThat(batched.label()).isEqualTo(one.label());
            for (int c = 0; c < one.probabilities().length; c++) {
                assertThat(Math.abs(batched.probabilities()[c] - one.probabilities()[c]))
                        .isLessThan(1e-5f);
            }
        } else {
            assertThat(found).isEqualTo(expected);
        }
    }

    private static byte @Nullable [] value(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> new byte[0];
            case 2 -> new byte[1 << 20];
            case 3 -> Arrays.copyOf(TestImages.encode(TestImages.grey(2, 2, 9, 9, 9, 9), "png"), 40);
            case 4 -> TestImages.encode(TestImages.grey(2, 2, 0, 200, 3, 4), "png");
            default -> TestModels.image(random.nextInt(3));
        };
    }

    private Outcome outcome(ConsumerRecord<byte[], byte[]> record) {
        return readAhead.outcome(
                new TopicPartition(record.topic(), record.partition()),
                record.offset(),
                record.value(),
                record.headers(),
                classifier);
    }

    private void poll(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byPartition
                    .computeIfAbsent(new TopicPartition(record.topic(), record.partition()), p -> new ArrayList<>())
                    .add(record);
        }
        readAhead.remember(new ConsumerRecords<>(byPartition, Map.of()));
    }

    @SuppressWarnings("NullAway") // Kafka's records may have neither key nor value; their constructor is not annotated.
    private static ConsumerRecord<byte[], byte[]> record(int partition, long offset, byte @Nullable [] value) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("images", partition, offset, null, value);
        assertThat(record.headers()).isInstanceOf(RecordHeaders.class);
        return record;
    }

    /** A model whose graph fails at run time for an image whose first pixel is {@code value}. */
    private LoadedModel failingAt(int value) throws IOException {
        Path file = Files.write(dir.resolve("failing.onnx"), TestModels.failingAt("f", value));
        Admission admission = new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(file, TestModels.NAME, "f");
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        return ((Admission.Admitted) admission).model();
    }

    private LoadedModel model(String version, int shift) throws IOException {
        Path file = Files.write(dir.resolve(version + ".onnx"), TestModels.file(version, shift));
        return ((Admission.Admitted) new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(file, TestModels.NAME, version))
                .model();
    }

    private static String label(Outcome outcome) {
        return outcome instanceof Outcome.Classified classified ? classified.label() : outcome.toString();
    }

    private double readAheads(String result) {
        return registry.get("odradek.read.ahead")
                .tag("model", TestModels.NAME)
                .tag("result", result)
                .counter()
                .count();
    }

    private long calls() {
        return registry.get("odradek.batch.size")
                .tag("model", TestModels.NAME)
                .summary()
                .count();
    }
}
