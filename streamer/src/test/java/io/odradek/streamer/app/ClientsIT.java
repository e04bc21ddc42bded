package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.ForeignProducers;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.kit.SpecialProducers;
import io.odradek.streamer.model.TestModels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images of the clients that users have: each answered once, in its own partition, in order, with all that it carried. */
class ClientsIT {
    private static final int IMAGES = 2_000;

    @ParameterizedTest
    @CsvSource({"at_least_once, classic", "exactly_once_v2, streams"})
    void answersImagesOfKafkajsPythonAndJavaWhereTheyLie(String guarantee, String protocol) {
        ForeignProducers producers = ForeignProducers.install();
        // Not long ago: the broker deletes what is older than a week.
        long time = Instant.now().minus(Duration.ofHours(5)).toEpochMilli();
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics();
            cluster.publish("0", 0);
            String broker = cluster.bootstrapServers();
            int visible = 0;
            try (RunningStreamer streamer = start(cluster, guarantee, protocol)) {
                streamer.awaitModel("0");
                visible += producers.kafkajs(broker, IMAGES, time, "default");
                visible += producers.python(broker, IMAGES, time + 1, "default");
                visible += producers.kafkajs(broker, IMAGES, time + 2, "legacy");
                visible += producers.python(broker, IMAGES, time + 3, "murmur2_random");
                visible += producers.kafkajs(broker, IMAGES, time + 4, "transactional");
                visible += producers.python(broker, IMAGES, time + 5, "transactional");
                visible += java(cluster, IMAGES, time + 6);
                awaitAnswers(cluster, visible);
                assertThat(streamer.health().lastError()).isEmpty();
            }

            List<ConsumerRecord<byte[], byte[]>> images = cluster.read("images");
            List<ConsumerRecord<byte[], byte[]>> predictions = cluster.read("predictions");
            Account account = Account.of(images, predictions, cluster.read("images-dlq"));
            System.err.println("ClientsIT " + guarantee + " " + protocol + ": " + account);
            assertThat(visible).isGreaterThan(6 * IMAGES).isLessThan(7 * IMAGES);
            assertThat(account.images()).isEqualTo(visible);
            assertThat(account.faults()).isEmpty();
            assertThat(account.duplicates()).isZero();
            assertThat(predictions).hasSize(visible);
            assertThatPartitionersDiffer(images);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "at_least_once, classic",
        "at_least_once, streams",
        "exactly_once_v2, classic",
        "exactly_once_v2, streams"
    })
    void answersCommittedImagesOnlyUnderBothGuarantees(String guarantee, String protocol) {
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics();
            cluster.publish("0", 0);
            try (RunningStreamer streamer = start(cluster, guarantee, protocol)) {
                streamer.awaitModel("0");
                for (int round = 0; round < 10; round++) {
                    cluster.sendImages(40);
                    SpecialProducers.transaction(cluster, keyed(50, round), true);
                    SpecialProducers.transaction(cluster, keyed(50, round), false);
                }
                awaitAnswers(cluster, 900);
            }

            Account account = Account.of(cluster);
            System.err.println("ClientsIT, transactions, " + guarantee + " " + protocol + ": " + account);
            assertThat(account.images()).isEqualTo(900);
            assertThat(account.faults()).isEmpty();
            assertThat(account.duplicates()).isZero();
            assertThat(cluster.count("images"))
                    .as("aborted images and markers are there too")
                    .isGreaterThan(1_400);
        }
    }

    @Test
    void holdsBackOnlyWhatLiesBehindAnOpenTransactionAndKeepsItsOrder() {
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics();
            cluster.publish("0", 0);
            Map<String, Object> settings =
                    Map.of("bootstrap.servers", cluster.bootstrapServers(), "transactional.id", "open");
            try (RunningStreamer streamer = start(cluster, "at_least_once", "classic");
                    KafkaProducer<byte[], byte[]> producer =
                            new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
                streamer.awaitModel("0");
                producer.initTransactions();
                producer.beginTransaction();
                var open = producer.send(new ProducerRecord<>("images", 0, null, TestModels.image(1)));
                producer.flush();
                assertThat(open).isDone();

                cluster.sendImages(40 * Cluster.PARTITIONS);

                awaitAnswers(cluster, 40 * (Cluster.PARTITIONS - 1));
                assertThat(cluster.read("predictions")).noneMatch(prediction -> prediction.partition() == 0);
                producer.commitTransaction();
                awaitAnswers(cluster, 40 * Cluster.PARTITIONS + 1);
            }

            Account account = Account.of(cluster);
            assertThat(account.faults()).isEmpty();
            assertThat(account.duplicates()).isZero();
        }
    }

    @Test
    void letsTheUserAnswerUncommittedImagesToo() {
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics();
            cluster.publish("0", 0);
            SpecialProducers.transaction(cluster, keyed(50, 0), false);
            try (RunningStreamer streamer =
                    RunningStreamer.start(cluster.settings(), Map.of("consumer.isolation.level", "read_uncommitted"))) {
                streamer.awaitModel("0");

                awaitAnswers(cluster, 50);
            }

            assertThat(Account.of(cluster).strays()).hasSize(50);
        }
    }

    private static RunningStreamer start(Cluster cluster, String guarantee, String protocol) {
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.PROCESSING_GUARANTEE, guarantee);
        return RunningStreamer.start(settings, Map.of("group.protocol", protocol));
    }

    /** Java's producer, with the same images as the others. */
    private static int java(Cluster cluster, int count, long time) {
        List<ProducerRecord<byte[], byte[]>> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] key = i % 5 == 4 ? null : Cluster.utf8("key-" + i % 97);
            ProducerRecord<byte[], byte[]> image =
                    new ProducerRecord<>("images", null, time + i * 7L, key, TestModels.image(i % 3));
            image.headers().add("client", Cluster.utf8("java")).add("nothing", null);
            images.add(image);
        }
        cluster.sendAll(images);
        return count;
    }

    private static List<ProducerRecord<byte[], byte[]>> keyed(int count, int round) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ProducerRecord<>(
                        "images",
                        i % Cluster.PARTITIONS,
                        null,
                        Cluster.utf8("key-" + i % 7),
                        TestModels.image((i + round) % 3)))
                .toList();
    }

    /** Some key lies in different partitions, depending on who produced it; keys of null lie in all of them. */
    private static void assertThatPartitionersDiffer(List<ConsumerRecord<byte[], byte[]>> images) {
        Map<String, Set<Integer>> partitions = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> image : images) {
            String key = image.key() == null ? "null" : new String(image.key(), StandardCharsets.UTF_8);
            partitions.computeIfAbsent(key, k -> new TreeSet<>()).add(image.partition());
        }
        assertThat(partitions).hasSize(98);
        assertThat(partitions.values()).anyMatch(all -> all.size() > 1);
        assertThat(partitions.getOrDefault("null", Set.of())).hasSize(Cluster.PARTITIONS);
    }

    private static void awaitAnswers(Cluster cluster, int count) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> cluster.read("predictions").size() >= count);
    }
}
