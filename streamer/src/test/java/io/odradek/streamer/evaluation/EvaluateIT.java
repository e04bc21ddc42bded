package io.odradek.streamer.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.broker.Topics;
import io.odradek.streamer.cli.ExitCode;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.kit.Scrape;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.model.TestModels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code streamer evaluate} as a process of its own, with a real broker. */
class EvaluateIT extends EvaluateCase {
    private static final int ROUNDS = 5;
    private static final int IMAGES = 4_000;

    @TempDir
    private Path dir;

    @Test
    void countsExactlyWhateverKillsIt() {
        Random random = new Random(1);
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics();
            long before = 0;
            for (int round = 0; round < ROUNDS; round++) {
                StreamerProcess evaluator = start(cluster, dir);
                try (evaluator) {
                    awaitReady(evaluator);
                    cluster.sendAll(mix(round * IMAGES, IMAGES, random));
                    long seen = before;
                    // In the midst of its work: something of this round is counted, and most likely not all of it.
                    await(evaluator, () -> assertThat(counted(cluster)).isGreaterThan(seen));
                    before = counted(cluster);
                    evaluator.kill();
                }
            }
            try (StreamerProcess evaluator = start(cluster, dir)) {
                await(evaluator, () -> assertThat(counted(cluster)).isEqualTo(ROUNDS * IMAGES));
                await(evaluator, () -> evaluations(cluster).assertEqual(recount));
                assertThat(evaluator.terminate()).isEqualTo(ExitCode.TERMINATED.code());
                evaluations(cluster).assertEqual(recount);
            }
        }
    }

    @Test
    void hasItsStateAgainAfterAStartAlsoWithMorePartitionsAndShowsIt() throws Exception {
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics();
            try (StreamerProcess evaluator = start(cluster, dir)) {
                awaitReady(evaluator);
                cluster.sendAll(List.of(
                        prediction("a", "1", "Coat", 0.9f, start, 0),
                        prediction("b", "1", "Bag", 0.8f, start, 1),
                        label("a", "Coat", start + 1)));
                await(evaluator, () -> assertThat(counted(cluster)).isEqualTo(1));
                assertThat(http.status("/health/ready")).isEqualTo(200);
                assertThat(evaluator.terminate()).isEqualTo(ExitCode.TERMINATED.code());
            }
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
                admin.createPartitions(Map.of("predictions", NewPartitions.increaseTo(Cluster.PARTITIONS + 2)))
                        .all()
                        .get();
            }
            try (StreamerProcess evaluator = start(cluster, dir)) {
                await(evaluator, () -> assertThat(accuracy()).isEqualTo(1));
                cluster.sendAll(List.of(
                        // A correction, and a label of an image that was seen before the start.
                        label("a", "Shirt", start + 2),
                        label("b", "Bag", start + 3),
                        prediction("c", "1", "Shirt", 0.8f, start, Cluster.PARTITIONS + 1),
                        label("c", "Bag", start + 4),
                        prediction("d", "1", "Bag", 0.8f, start, 0),
                        label("d", "Bag", start + 5)));
                await(evaluator, () -> evaluations(cluster).assertEqual(recount));
                await(evaluator, () -> assertThat(accuracy()).isEqualTo(0.5));
                await(
                        evaluator,
                        () -> assertThat(health().getAsJsonObject("lag"))
                                .hasToString("{\"predictions\":{\"records\":0,\"seconds\":0.0},"
                                        + "\"labels\":{\"records\":0,\"seconds\":0.0}}"));
                assertThat(health().getAsJsonObject("partitions").getAsJsonArray("predictions"))
                        .hasSize(Cluster.PARTITIONS + 2);
                assertThat(health().getAsJsonArray("threads")).hasSize(2);
                assertThat(http.metric("odradek_evaluate_labels_total{outcome=\"contradiction\"}"))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void judgesARealStreamerByTheClassesOfItsModel() {
        try (Cluster cluster = Cluster.withModel();
                StreamerProcess evaluator = start(cluster, dir, "--model-name=" + TestModels.NAME)) {
            awaitReady(evaluator);
            // Before its image: the first of three.
            cluster.send(labelNow("image-0", "zero"));
            try (RunningStreamer streamer = RunningStreamer.start(cluster.settings(), Map.of())) {
                streamer.awaitModel("0");
                cluster.sendAll(
                        4,
                        i -> new ProducerRecord<>(
                                "images",
                                i % 4,
                                null,
                                (byte[]) null,
                                TestModels.image(i % 3),
                                i == 3 ? new RecordHeaders() : id("image-" + i)));
                cluster.awaitAnswers(4);
            }
            cluster.send(labelNow("image-1", "two"));
            cluster.send(labelNow("image-2", "Kote"));
            cluster.send(new ProducerRecord<>("labels", "{\"label\":\"no identity\"}".getBytes(UTF_8)));
            cluster.send(new ProducerRecord<>(
                    "labels",
                    "{\"label\":\"zero\",\"source\":{\"topic\":\"images\",\"partition\":3,\"offset\":0}}"
                            .getBytes(UTF_8)));

            await(evaluator, () -> assertThat(counted(cluster)).isEqualTo(3));
            await(evaluator, () -> assertThat(cluster.read("labels-dlq")).hasSize(2));

            JsonObject day = evaluations(cluster).all().values().iterator().next();
            assertThat(day.get("accuracy").getAsDouble()).isEqualTo(2.0 / 3);
            assertThat(day.getAsJsonObject("confusions")).hasToString("{\"zero\":{\"zero\":2},\"two\":{\"one\":1}}");
            assertThat(cluster.read("labels-dlq"))
                    .map(EvaluateIT::reason)
                    .containsExactlyInAnyOrder("UNKNOWN_CLASS", "NO_IDENTITY");
            Scrape scrape = http.scrape();
            assertThat(scrape.value("odradek_evaluate_labels_total{outcome=\"used\"}"))
                    .isEqualTo(3);
            assertThat(scrape.value("odradek_evaluate_recall_ratio{window=\"day\",class=\"zero\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void saysWhichTopicsItNeeds() {
        try (Cluster cluster = new Cluster()) {
            StreamerProcess lonely = start(cluster, dir);
            assertThat(lonely.exitCode()).isEqualTo(ExitCode.FAILED.code());
            assertThat(lonely.output())
                    .contains("there is no topic predictions")
                    .contains("streamer topics create");

            cluster.createTopics();
            StreamerProcess modest = start(cluster, dir, "--create-topics=false");
            assertThat(modest.exitCode()).isEqualTo(ExitCode.FAILED.code());
            assertThat(modest.output())
                    .contains(
                            "missing topics: labels, labels-dlq, evaluations. Create them, or start with --create-topics")
                    .contains("--topic evaluations --partitions 1")
                    .contains("cleanup.policy=compact,delete");

            Topics.create(
                    cluster.bootstrapServers(),
                    List.of(topic("labels", Map.of()), topic("labels-dlq", Map.of()), topic("evaluations", Map.of())));
            StreamerProcess growing = start(cluster, dir);
            assertThat(growing.exitCode()).isEqualTo(ExitCode.FAILED.code());
            assertThat(growing.output())
                    .contains("topic evaluations has cleanup.policy=delete, allowed: with compact")
                    .contains("--entity-name evaluations --add-config cleanup.policy=compact\n");
        }
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics();
            Topics.create(
                    cluster.bootstrapServers(),
                    List.of(topic("evaluations", Map.of("cleanup.policy", "compact", "max.message.bytes", "500000"))));
            StreamerProcess narrow = start(cluster, dir);
            assertThat(narrow.exitCode()).isEqualTo(ExitCode.FAILED.code());
            assertThat(narrow.output())
                    .contains("topic evaluations takes records of 500000 bytes, an evaluation has at most 1000000")
                    .contains("--entity-name evaluations --add-config max.message.bytes=1000000\n");
        }
    }

    private static ProducerRecord<byte[], byte[]> labelNow(String image, String label) {
        return new ProducerRecord<>("labels", null, null, null, label.getBytes(UTF_8), id(image));
    }

    private static NewTopic topic(String name, Map<String, String> settings) {
        return new NewTopic(name, Optional.of(1), Optional.empty()).configs(settings);
    }

    private JsonObject health() {
        return JsonParser.parseString(http.get("/health")).getAsJsonObject();
    }

    private double accuracy() {
        return http.metric("odradek_evaluate_accuracy_ratio{version=\"1\",window=\"day\"}");
    }

    private static String reason(ConsumerRecord<byte[], byte[]> letter) {
        return DeadLetter.text(letter.headers(), DeadLetter.REASON);
    }

    private static long counted(Cluster cluster) {
        return evaluations(cluster).images("day");
    }
}
