package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.kit.SpecialProducers;
import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.server.HealthReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole service on a real broker, with small real models. */
class StreamerIT {
    private Cluster cluster;

    @BeforeEach
    void startBroker() {
        cluster = new Cluster();
        cluster.createTopics();
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @Test
    void isAliveButNotReadyUntilTheFirstModelThenAnswersWhatHadArrived() {
        try (RunningStreamer streamer = start()) {
            streamer.await(h -> h.waitingFor().contains("pointer for model \"test-model\""));
            assertThat(streamer.health().live()).isTrue();
            assertThat(streamer.health().ready()).isFalse();
            cluster.sendImages(100);
            cluster.point("4");
            streamer.await(h -> h.waitingFor().contains("file of test-model@4"));
            cluster.artefact("4", TestModels.file("4", 4));

            streamer.awaitModel("4");

            cluster.awaitAnswers(100);
        }
        assertThat(Account.of(cluster)).isEqualTo(Account.flawless(100, Set.of(4)));
    }

    @Test
    void sendsEveryUndecodableKindToTheDeadLettersWithItsReason() {
        byte[] png = TestImages.encode(TestImages.grey(2, 2, 1, 2, 3, 4), "png");
        byte[] damaged = png.clone();
        damaged[png.length - 20] ^= 1;
        byte[] jpeg = TestImages.encode(TestImages.grey(2, 2, 1, 2, 3, 4), "jpg");
        Map<Reason, ProducerRecord<byte[], byte[]>> records = new LinkedHashMap<>();
        records.put(Reason.EMPTY, image(new byte[0]));
        records.put(Reason.UNKNOWN_FORMAT, image(Cluster.utf8("hello")));
        records.put(Reason.UNSUPPORTED_CONTENT_TYPE, image(png, "image/webp"));
        records.put(Reason.CONTENT_TYPE_MISMATCH, image(png, "image/jpeg"));
        records.put(Reason.WRONG_LENGTH, image(new byte[5], "application/vnd.odradek.raw"));
        records.put(Reason.CORRUPT_IMAGE, image(damaged));
        records.put(Reason.WRONG_SIZE, image(TestImages.encode(TestImages.grey(3, 1, 1, 2, 3), "png")));
        cluster.publish("0", 0);
        try (RunningStreamer streamer = start()) {
            streamer.awaitModel("0");

            records.values().forEach(cluster::send);
            cluster.send(image(null));
            cluster.send(image(Arrays.copyOf(jpeg, jpeg.length - 2)));
            cluster.send(image(new byte[1_000_000]));
            cluster.send(image(TestModels.image(1)));

            cluster.awaitAnswers(1);
            Awaitility.await().until(() -> cluster.read("images-dlq").size() == records.size() + 3);
        }
        Map<String, Long> reasons = cluster.read("images-dlq").stream()
                .collect(Collectors.groupingBy(r -> Account.header(r, "odradek-reason"), Collectors.counting()));
        records.keySet().forEach(reason -> assertThat(reasons).containsKey(reason.name()));
        assertThat(reasons).containsEntry("EMPTY", 2L).containsEntry("CORRUPT_IMAGE", 2L);
        assertThat(reasons).containsEntry("UNKNOWN_FORMAT", 2L);
        ConsumerRecord<byte[], byte[]> letter = cluster.read("images-dlq").stream()
                .filter(r -> Account.header(r, "odradek-reason").equals("WRONG_SIZE"))
                .findFirst()
                .orElseThrow();
        assertThat(letter.value())
                .isEqualTo(records.getOrDefault(Reason.WRONG_SIZE, image(null)).value());
        assertThat(Account.of(cluster).faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "at_least_once, classic, 1",
        "at_least_once, streams, 4",
        "exactly_once_v2, classic, 2",
        "exactly_once_v2, streams, 2",
    })
    void swapsModelsUnderLoadWithNothingLostNorMisjudged(String guarantee, String protocol, String threads) {
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.PROCESSING_GUARANTEE, guarantee);
        settings.put(Setting.THREADS, threads);
        cluster.publish("0", 0);
        int swaps = 12;
        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of("group.protocol", protocol))) {
            streamer.awaitModel("0");
            cluster.sendImages(100);
            cluster.awaitAnswers(100);
            for (int version = 1; version <= swaps; version++) {
                cluster.sendImages(500);
                cluster.publish(String.valueOf(version), version % 3, String.valueOf(version - 1));
                cluster.sendImages(500);
                streamer.awaitModel(String.valueOf(version));
            }
            cluster.sendImages(100);
            cluster.awaitAnswers(swaps * 1000 + 200);
        }
        Account account = Account.of(cluster);
        assertThat(account.lost()).isEmpty();
        assertThat(account.duplicates()).isZero();
        assertThat(account.wrong()).isEmpty();
        assertThat(account.outOfOrder()).isEmpty();
        assertThat(account.versions()).contains(0, swaps).hasSizeGreaterThan(3);
    }

    @Test
    void readsTheTopicAgainWhenSomebodyCleansTheDirectoryOfItsModelFiles(@TempDir Path models) throws IOException {
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.MODEL_DIR, models.toString());
        cluster.publish("0", 0);
        cluster.artefact("1", TestModels.file("1", 1));
        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
            streamer.awaitModel("0");
            int deleted = 0;
            try (Stream<Path> files = Files.walk(models)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".onnx")).toList()) {
                    Files.delete(file);
                    deleted++;
                }
            }
            assertThat(deleted).isEqualTo(2);

            cluster.pointer("not json");
            cluster.point("1", "0");

            streamer.awaitModel("1");
            assertThat(streamer.health().lastRefusal()).startsWith("(pointer), pointer: not JSON");
        }
        assertThat(cluster.read("models-status"))
                .extracting(record -> Account.json(record).get("result").getAsString())
                .as("the bad pointer is read twice and told once")
                .containsExactly("live", "refused", "live");
    }

    @Test
    void startsWithTheLastGoodModelWhenItRestartsDuringABadPromotion() {
        cluster.artefact("0", TestModels.file("0", 0));
        cluster.artefact("1", new byte[] {1, 2, 3});
        cluster.point("1", "0");

        try (RunningStreamer streamer = start()) {
            streamer.awaitModel("0");
            assertThat(streamer.health().lastRefusal()).startsWith("1, protobuf");
        }
    }

    @Test
    void readsTheModelsTopicToItsEndBeforeItDecides() {
        for (int version = 0; version < 5; version++) {
            cluster.publish(String.valueOf(version), version % 3);
        }
        cluster.sendImages(50);

        try (RunningStreamer streamer = start()) {
            cluster.awaitAnswers(50);
            streamer.awaitModel("4");
        }

        assertThat(Account.of(cluster).versions()).containsExactly(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void outlivesRecordsThatOnlyTheirCompressionMadeFit(String guarantee) {
        cluster.publish("0", 0);
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.PROCESSING_GUARANTEE, guarantee);
        ProducerRecord<byte[], byte[]> hugeHeader =
                new ProducerRecord<>("images", 0, Cluster.utf8("k"), TestModels.image(0));
        hugeHeader.headers().add("h", new byte[5 << 20]);
        SpecialProducers.sendCompressed(cluster, image(new byte[8 << 20]));
        SpecialProducers.sendCompressed(cluster, hugeHeader);
        cluster.send(image(TestModels.image(1)));

        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
            cluster.awaitAnswers(1);
            Awaitility.await().until(() -> cluster.read("images-dlq").size() == 2);
            assertThat(streamer.health().lastError()).isEmpty();
        }

        assertThat(Account.of(cluster).faults()).isEmpty();
        assertThat(cluster.read("images-dlq"))
                .extracting(letter -> Account.header(letter, "odradek-reason"))
                .containsExactlyInAnyOrder("UNKNOWN_FORMAT", "HEADERS_TOO_LARGE");
    }

    @Test
    void classifiesWhatWasPolledTogetherInOneCall() {
        cluster.publish("0", 0);
        cluster.sendImages(4_000);
        Map<Setting, String> settings = cluster.settings();
        HttpPort http = new HttpPort();
        settings.put(Setting.HTTP_PORT, http.number());

        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
            cluster.awaitAnswers(4_000);
            streamer.await(HealthReport::ready);
            assertThat(http.metric("odradek_images_total{outcome=\"classified\",reason=\"none\"}"))
                    .isEqualTo(4_000);
            assertThat(http.metric("odradek_read_ahead_total{result=\"hit\"}"))
                    .as("almost every record is remembered")
                    .isGreaterThan(3_900);
            assertThat(http.metric("odradek_batch_size_count"))
                    .as("calls of the model for 4,000 images in batches of at most 64")
                    .isBetween(62.0, 1_000.0);
        }
    }

    @Test
    void keepsTheImagesOwnPartitionWhateverItsKey() {
        cluster.publish("0", 0);
        for (int partition = 0; partition < Cluster.PARTITIONS; partition++) {
            cluster.send(new ProducerRecord<>("images", partition, Cluster.utf8("same key"), TestModels.image(0)));
            cluster.send(new ProducerRecord<>("images", partition, null, TestModels.image(1)));
        }

        try (RunningStreamer streamer = start()) {
            cluster.awaitAnswers(2 * Cluster.PARTITIONS);
            assertThat(streamer.health().lastError()).isEmpty();
        }

        Map<Integer, Long> perPartition = cluster.read("predictions").stream()
                .collect(Collectors.groupingBy(ConsumerRecord::partition, Collectors.counting()));
        assertThat(perPartition)
                .hasSize(Cluster.PARTITIONS)
                .allSatisfy((p, n) -> assertThat(n).isEqualTo(2));
    }

    private RunningStreamer start() {
        return RunningStreamer.start(cluster.settings(), Map.of());
    }

    private static ProducerRecord<byte[], byte[]> image(byte @Nullable [] value) {
        return new ProducerRecord<>("images", 0, null, value);
    }

    private static ProducerRecord<byte[], byte[]> image(byte[] value, String contentType) {
        return new ProducerRecord<>(
                "images", 0, null, null, value, List.of(new RecordHeader("content-type", Cluster.utf8(contentType))));
    }
}
