package io.odradek.streamer.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.StreamerProcess;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** A real broker, and {@code streamer evaluate} as its users start it. */
abstract class EvaluateCase {
    static final Duration GRACE = Duration.ofDays(1);
    static final Duration PATIENCE = Duration.ofMinutes(2);
    static final List<String> CLASSES = List.of("Coat", "Bag", "Shirt", "Sneaker");

    /** Fixed, so that the day is not over in between; whole minutes before the broker's now. */
    final long start = System.currentTimeMillis() / 3_600_000 * 3_600_000 - 7_200_000;

    final HttpPort http = new HttpPort();
    final Recount recount = new Recount(GRACE);

    final StreamerProcess start(Cluster cluster, Path dir, String... more) {
        return start(cluster, dir, Map.of(), more);
    }

    final StreamerProcess start(Cluster cluster, Path dir, Map<String, String> environment, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "evaluate",
                "--bootstrap-servers=" + cluster.bootstrapServers(),
                "--http-port=" + http.number(),
                "--evaluate-seconds=1",
                "--threads=2",
                "-K",
                "consumer.session.timeout.ms=3000",
                "-K",
                "consumer.heartbeat.interval.ms=300",
                "-K",
                "producer.transaction.timeout.ms=10000"));
        arguments.addAll(List.of(more));
        if (!arguments.contains("--create-topics=false")) {
            arguments.add("--create-topics");
        }
        return StreamerProcess.start(dir.resolve("evaluate.log"), environment, arguments);
    }

    /** A prediction of an image with an id, which goes into the recount too. */
    final ProducerRecord<byte[], byte[]> prediction(
            String image, String version, String label, float confidence, long time, int partition) {
        recount.add(new Recount.Predicted(image, "m@" + version, label, confidence, time));
        return new ProducerRecord<>(
                "predictions",
                partition,
                time,
                null,
                EvaluationTopologyCase.prediction(version, label, confidence, 0),
                id(image));
    }

    /** A label of an image with an id, which goes into the recount too. */
    final ProducerRecord<byte[], byte[]> label(String image, String label, long time) {
        // Times are all different: nothing depends on the offset.
        recount.add(new Recount.Labelled(image, label, time, 0, 0));
        return new ProducerRecord<>("labels", null, time, null, label.getBytes(UTF_8), id(image));
    }

    static RecordHeaders id(String image) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("odradek-id", image.getBytes(UTF_8));
        return headers;
    }

    /**
     * Predictions of two versions and labels, some of them twice, some contradicting, some for nothing, in any order.
     *
     * @param from number of the first image
     * @param count of images
     */
    final List<ProducerRecord<byte[], byte[]>> mix(int from, int count, Random random) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            String image = "image-" + i;
            long time = start + i % 600 * 1_000L;
            String label = CLASSES.get(random.nextInt(CLASSES.size()));
            records.add(prediction(
                    image, String.valueOf(i % 2), CLASSES.get(random.nextInt(4)), random.nextFloat(), time, i % 4));
            records.add(label(image, label, time + 1_000));
            if (i % 5 == 0) {
                records.add(label(image, label, time + 2_000));
            }
            if (i % 7 == 0) {
                records.add(label(image, CLASSES.get(random.nextInt(4)), time + 3_000));
            }
            if (i % 11 == 0) {
                records.add(label("never-" + i, label, time));
            }
        }
        Collections.shuffle(records, random);
        return records;
    }

    static Evaluations evaluations(Cluster cluster) {
        return Evaluations.of(cluster.read("evaluations"));
    }

    /** It has created its topics, and reads them. */
    final void awaitReady(StreamerProcess evaluator) {
        await(evaluator, () -> assertThat(http.status("/health/ready")).isEqualTo(200));
    }

    static void await(StreamerProcess evaluator, ThrowingRunnable condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .ignoreException(UncheckedIOException.class)
                .untilAsserted(() -> {
                    if (!evaluator.isAlive()) {
                        throw new IllegalStateException(evaluator.output());
                    }
                    condition.run();
                });
    }
}
