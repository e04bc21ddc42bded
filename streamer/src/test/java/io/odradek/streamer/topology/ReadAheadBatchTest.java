package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.kit.Scrape;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through the model together, and that it makes no difference. */
class ReadAheadBatchTest extends ReadAheadCase {
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
        assertThat(Scrape.of(registry).value("odradek_batch_size_bucket{le=\"8.0\"}"))
                .as("none has more than " + BATCH_MAX)
                .isEqualTo(4);
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
        assertThat(Scrape.of(registry).value("odradek_batch_failures_total")).isEqualTo(1);
    }

    @Test
    void batchesImagesOfOneModelAcrossTopicsAndOfTwoModelsNever() throws IOException {
        ReadAhead several = new ReadAhead(Map.of("a", "m", "b", "m", "c", "n"), BATCH_MAX);
        ModelHolder others = new ModelHolder();
        others.swap(model("1", 1));
        BatchClassifier other = TestParts.classifier(others, metrics.model("n"));
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new LinkedHashMap<>();
        for (String topic : List.of("a", "b", "c")) {
            polled.put(
                    new TopicPartition(topic, 0),
                    List.of(new ConsumerRecord<>(topic, 0, 0, null, TestModels.image(0))));
        }
        several.remember(new ConsumerRecords<>(polled, Map.of()), false);

        polled.forEach((partition, records) -> {
            ConsumerRecord<byte[], byte[]> record = records.get(0);
            boolean isOther = partition.topic().equals("c");
            assertThat(label(several.outcome(
                            partition, 0, record.value(), record.headers(), isOther ? other : classifier)))
                    .isEqualTo(isOther ? "one" : "zero");
        });

        assertThat(Scrape.of(registry).value("odradek_batch_size_sum{model=\"n\"}"))
                .isEqualTo(1);
        assertThat(Scrape.of(registry).value("odradek_batch_size_count{model=\"" + TestModels.NAME + "\"}"))
                .as("one call for both topics")
                .isEqualTo(1);
        others.close();
    }

    @Test
    void leavesImagesForALaterBatchWhereDecodingTakesLong() {
        BatchClassifier slow = TestParts.slowClassifier(models, metrics.model(TestModels.NAME));
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
                .classify(List.of(new BatchClassifier.Image(
                        record.value(), record.headers(), Step.NONE, "images", 0, record.offset())))
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

    /** A model whose graph fails at run time for an image whose every pixel is {@code value}. */
    private LoadedModel failingAt(int value) throws IOException {
        Path file = Files.write(dir.resolve("failing.onnx"), TestModels.failingAt("f", value));
        Admission admission = new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(file, TestModels.NAME, "f");
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        return ((Admission.Admitted) admission).model();
    }
}
