package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.image.BadImages;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.Group;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A backlog is read at the streamer's own pace: memory does not depend on how long the topic is. */
class LagIT {
    private static final int BACKLOG = 10_000_000;
    private static final int ENOUGH = 300_000;
    /** Heap of 128 MiB; the rest is classes, compiled code, threads, ONNX Runtime and network buffers. */
    private static final long RESIDENT_BYTES = 384L << 20;
    /** What warming up may still add between a third and all of {@link #ENOUGH}. */
    private static final long GROWTH_BYTES = 64L << 20;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path dir;

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "reads memory from /proc")
    void worksOffTenMillionImagesInAHeapOf128MebibytesAndStopsInTheMiddle() {
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics();
            cluster.publish("0", 0);
            long start = System.nanoTime();
            preload(cluster);
            System.err.println("LagIT: preloaded in " + millisSince(start) + " ms");
            try (StreamerProcess streamer = streamer(cluster)) {
                awaitAnswers(cluster, streamer, ENOUGH / 3);
                long early = streamer.residentBytes();
                awaitAnswers(cluster, streamer, ENOUGH);
                long late = streamer.residentBytes();
                long lag = BACKLOG - cluster.count("predictions");
                assertThat(streamer.terminate()).as("128 + SIGTERM").isEqualTo(143);

                System.err.println("LagIT: resident " + (early >> 20) + " MiB, then " + (late >> 20) + " MiB, lag "
                        + lag + ", in all " + millisSince(start) + " ms");
                assertThat(lag).isGreaterThan(BACKLOG / 2);
                assertThat(late).isLessThan(RESIDENT_BYTES);
                assertThat(late - early).isLessThan(GROWTH_BYTES);
                assertThat(streamer.output()).doesNotContain("OutOfMemory");
                assertThat(new Group(cluster, "odradek").committed())
                        .as("a stop commits all that was answered")
                        .isEqualTo(cluster.count("predictions"));
                assertThat(new Group(cluster, "odradek").members())
                        .as("a stop leaves the group")
                        .isZero();
            }
        }
    }

    /** What counts is how many are unpacked at once: 6,000 of them are 1.2 GB, and 1 MiB of the topic is all of the heap. */
    @Test
    void worksOffLargeImagesThatTheirProducerPackedTight() throws IOException {
        int images = 6_000;
        byte[] png = TestImages.encode(TestImages.grey(2, 2, 9, 200, 3, 4), "png");
        byte[] large = BadImages.withInflatingText(png, 200_000_000);
        assertThat(large.length).isGreaterThan(190_000);
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics();
            cluster.publish("0", 0);
            preload(cluster, 0, Cluster.PARTITIONS, images, i -> large);
            try (StreamerProcess streamer = streamer(cluster)) {
                awaitAnswers(cluster, streamer, images);

                System.err.println("LagIT: resident " + (streamer.residentBytes() >> 20) + " MiB with large images");
                assertThat(streamer.residentBytes()).isLessThan(RESIDENT_BYTES);
                assertThat(streamer.terminate()).isEqualTo(143);
                assertThat(streamer.output()).doesNotContain("OutOfMemory");
            }
        }
    }

    private StreamerProcess streamer(Cluster cluster) {
        return StreamerProcess.start(
                dir.resolve("streamer.log"),
                Map.of("JAVA_OPTS", "-Xmx128m"),
                List.of(
                        "run",
                        "--bootstrap-servers=" + cluster.bootstrapServers(),
                        "--model-name=" + TestModels.NAME,
                        "--http-port=0",
                        "--threads=2"));
    }

    private static void awaitAnswers(Cluster cluster, StreamerProcess streamer, int count) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            assertThat(streamer.isAlive()).as(streamer.output()).isTrue();
            return cluster.count("predictions") >= count;
        });
    }

    /** Two producers with large compressed batches. */
    private static void preload(Cluster cluster) {
        List<CompletableFuture<Void>> producers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int first = i * Cluster.PARTITIONS / 2;
            producers.add(CompletableFuture.runAsync(
                    () -> preload(cluster, first, Cluster.PARTITIONS / 2, BACKLOG / 2, n -> TestModels.image(n % 3))));
        }
        producers.forEach(CompletableFuture::join);
        assertThat(cluster.count("images")).isEqualTo(BACKLOG);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback sees each failure.
    private static void preload(
            Cluster cluster, int firstPartition, int partitions, int count, IntFunction<byte[]> image) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "compression.type",
                "lz4",
                "batch.size",
                512 << 10,
                "linger.ms",
                100,
                "buffer.memory",
                64 << 20);
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(
                        new ProducerRecord<>("images", firstPartition + i % partitions, null, image.apply(i)),
                        (sent, e) -> {
                            if (e != null) {
                                failure.set(e);
                            }
                        });
            }
        }
        assertThat(failure.get()).isNull();
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
