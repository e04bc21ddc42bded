package io.odradek.streamer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.StreamerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many labelled predictions: {@code -Devaluated=1000000} for as many as {@code OPERATIONS.md} tells of. */
@Tag("alone")
class EvaluateManyIT extends EvaluateCase {
    private static final int IMAGES = Integer.getInteger("evaluated", 40_000);
    private static final int PORTION = 10_000;

    @TempDir
    private Path dir;

    private final Random random = new Random(7);
    private final Map<String, Recount.Sum> sums = new TreeMap<>();

    @Test
    void areCountedAsAnOfflineRecountCountsThem() {
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics();
            try (StreamerProcess evaluator = start(
                    cluster,
                    dir,
                    Map.of("JAVA_OPTS", "-Xmx" + (256 + IMAGES / 1_500) + "m"),
                    "--evaluate-max-bytes=" + ((64L << 20) + 1_200L * IMAGES))) {
                awaitReady(evaluator);
                List<ProducerRecord<byte[], byte[]>> late = new ArrayList<>();
                for (int from = 0; from < IMAGES; from += PORTION) {
                    List<ProducerRecord<byte[], byte[]>> now = new ArrayList<>(late);
                    late.clear();
                    for (int i = from; i < from + PORTION; i++) {
                        pair(i, now, late);
                    }
                    cluster.sendAll(now);
                }
                cluster.sendAll(late);

                Awaitility.await()
                        .atMost(Duration.ofMinutes(30))
                        .pollInterval(Duration.ofSeconds(2))
                        .until(() -> evaluations(cluster).images("day") >= IMAGES);
                await(evaluator, () -> evaluations(cluster).assertEqual(sums));
                assertThat(http.metric("odradek_evaluate_labels_total{outcome=\"used\"}"))
                        .isEqualTo(IMAGES);
                assertThat(http.metric("odradek_evaluate_predictions_total{outcome=\"evicted\"}"))
                        .isZero();
                System.out.println("evaluated " + IMAGES + " in " + sums.size() + " windows, "
                        + (long) http.metric("odradek_evaluate_waiting_bytes") + " bytes by its own account, "
                        + evaluator.residentBytes() + " bytes resident, " + evaluator.processorTime());
            }
        }
    }

    /** A label comes with its prediction, before it, or with the next portion. */
    private void pair(int i, List<ProducerRecord<byte[], byte[]>> now, List<ProducerRecord<byte[], byte[]>> late) {
        long time = start + i % 3_600 * 1_000L;
        String version = String.valueOf(i % 2);
        String image = "image-" + i;
        String guess = CLASSES.get(random.nextInt(4));
        String truth = random.nextInt(10) < 9 ? guess : CLASSES.get(random.nextInt(4));
        float confidence = random.nextFloat();
        Recount.count(
                sums,
                new Recount.Predicted(image, "m@" + version, guess, confidence, time),
                new Recount.Labelled(image, truth, time + 1, 0, 0));
        ProducerRecord<byte[], byte[]> prediction =
                record("predictions", image, guess(version, guess, confidence), time);
        ProducerRecord<byte[], byte[]> label = record("labels", image, Cluster.utf8(truth), time + 1);
        switch (i % 3) {
            case 0 -> now.addAll(List.of(prediction, label));
            case 1 -> now.addAll(List.of(label, prediction));
            default -> {
                now.add(prediction);
                late.add(label);
            }
        }
    }

    private static byte[] guess(String version, String label, float confidence) {
        return EvaluationTopologyCase.prediction(version, label, confidence, 0);
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String image, byte[] value, long time) {
        return new ProducerRecord<>(topic, null, time, null, value, id(image));
    }
}
