package io.odradek.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.broker.Broker;
import io.odradek.broker.TestBrokers;
import io.odradek.broker.Topics;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.KafkaSettings;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.ImageDecoder;
import io.odradek.trainer.data.ImageDecoder.Decoded;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.kafka.KafkaClients;
import io.odradek.trainer.replay.Payloads.Format;
import io.odradek.trainer.testing.RealData;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReplayIT {
    private static final Comparator<ConsumerRecord<byte[], byte[]>> BY_ID = Comparator.comparing(r -> text(r.key()));
    private static Broker broker;
    private static LabelledImages images;

    @BeforeAll
    static void startBroker() {
        images = RealData.test().head(100);
        broker = TestBrokers.start(Map.of());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void producesEveryImageOnceEvenlyOverThePartitions() throws InterruptedException {
        // Given
        topic("even", 4, Map.of());

        // When
        ReplayResult result = replay(new ReplayPlan("even", null, 100, 0), Format.PNG, () -> false);

        // Then
        List<ConsumerRecord<byte[], byte[]>> records = records("even");
        assertThat(result.sent()).isEqualTo(100);
        assertThat(result.failed()).isZero();
        assertThat(records.stream().collect(Collectors.groupingBy(ConsumerRecord::partition, Collectors.counting())))
                .isEqualTo(Map.of(0, 25L, 1, 25L, 2, 25L, 3, 25L));
        for (int i = 0; i < 100; i++) {
            ConsumerRecord<byte[], byte[]> record = records.get(i);
            assertThat(text(record.key())).isEqualTo("test-%05d".formatted(i));
            assertThat(header(record, "odradek-id")).isEqualTo(text(record.key()));
            assertThat(header(record, "content-type")).isEqualTo("image/png");
            assertThat(new ImageDecoder(FashionMnist.INPUT).decode(record.value()))
                    .isInstanceOfSatisfying(
                            Decoded.class,
                            d -> assertThat(d.pixels())
                                    .isEqualTo(images.image(
                                            Integer.parseInt(text(record.key()).substring(5)))));
        }
    }

    @Test
    void producesRawPixelsAndTheirLabels() throws InterruptedException {
        // Given
        topic("raw", 2, Map.of());
        topic("labels", 1, Map.of());

        // When
        replay(new ReplayPlan("raw", "labels", 50, 0), Format.RAW, () -> false);

        // Then
        List<ConsumerRecord<byte[], byte[]>> raw = records("raw");
        List<ConsumerRecord<byte[], byte[]>> labels = records("labels");
        assertThat(raw).hasSize(50);
        assertThat(labels).hasSize(50);
        for (int i = 0; i < 50; i++) {
            assertThat(raw.get(i).value()).isEqualTo(images.image(i));
            assertThat(header(raw.get(i), "content-type")).isEqualTo("application/vnd.odradek.raw");
            assertThat(header(labels.get(i), "odradek-id")).isEqualTo(header(raw.get(i), "odradek-id"));
            assertThat(text(labels.get(i).value())).isEqualTo(FashionMnist.LABELS.get(images.label(i)));
        }
    }

    @Test
    void beginsAnewWithNewIdsAfterTheLastImage() throws InterruptedException {
        // Given
        topic("loops", 1, Map.of());

        // When
        replay(new ReplayPlan("loops", null, 201, 0), Format.RAW, () -> false);

        // Then
        List<ConsumerRecord<byte[], byte[]>> records = Topics.readAll(broker.bootstrapServers(), "loops");
        assertThat(text(records.get(99).key())).isEqualTo("test-00099");
        assertThat(text(records.get(100).key())).isEqualTo("test-00000-1");
        assertThat(text(records.get(200).key())).isEqualTo("test-00000-2");
        assertThat(records.get(200).value()).isEqualTo(records.get(0).value());
    }

    @Test
    void stampsEachImageWithTheTimeAtWhichItWasDue() throws InterruptedException {
        // Given
        topic("paced", 1, Map.of());

        // When: 50 images at 100 a second take 0.49 s from the first to the last
        ReplayResult result = replay(new ReplayPlan("paced", null, 50, 100), Format.RAW, () -> false);

        // Then
        List<ConsumerRecord<byte[], byte[]>> records = Topics.readAll(broker.bootstrapServers(), "paced");
        long start = records.get(0).timestamp();
        for (int i = 0; i < 50; i++) {
            assertThat(records.get(i).timestamp() - start).isEqualTo(10L * i);
        }
        assertThat(result.seconds()).isGreaterThanOrEqualTo(0.49);
    }

    @Test
    void countsWhatWasSentBeforeAStop() throws InterruptedException {
        // Given
        topic("stopped", 1, Map.of());
        AtomicInteger asked = new AtomicInteger();

        // When
        ReplayResult result =
                replay(new ReplayPlan("stopped", null, 100, 0), Format.RAW, () -> asked.incrementAndGet() > 10);

        // Then
        assertThat(result.sent()).isEqualTo(10);
        assertThat(records("stopped")).hasSize(10);
    }

    @Test
    void countsWhatKafkaRefusesAndWhy() throws InterruptedException {
        // Given
        topic("narrow", 1, Map.of("max.message.bytes", "500"));

        // When
        ReplayResult result = replay(new ReplayPlan("narrow", null, 100, 50), Format.RAW, () -> false);

        // Then
        assertThat(result.sent()).isZero();
        assertThat(result.failed()).isPositive();
        assertThat(result.firstFailure()).contains("larger than the max message size");
    }

    @Test
    void namesAllMissingTopicsBeforeItSends() {
        assertThatThrownBy(() -> replay(new ReplayPlan("gone", "gone-too", 1, 0), Format.RAW, () -> false))
                .isInstanceOf(TrainerException.class)
                .hasMessageContaining("no topic gone, gone-too at")
                .hasMessageContaining("--create --topic gone --partitions 4 && kafka-topics.sh");
    }

    /** A signal sets the flag first, and interrupts a moment later: while it flushes, or closes its producer. */
    @Test
    void countsWhatWasSentAlsoWhereTheInterruptComesLate() throws InterruptedException {
        // Given
        topic("interrupted", 1, Map.of());
        Thread worker = Thread.currentThread();
        AtomicInteger asked = new AtomicInteger();
        ScheduledExecutorService signals = Executors.newSingleThreadScheduledExecutor();

        // When
        ReplayResult result;
        try {
            result = replay(new ReplayPlan("interrupted", null, 1_000, 0), Format.RAW, () -> {
                boolean isStopped = asked.incrementAndGet() > 500;
                if (isStopped) {
                    Future<?> unused = signals.scheduleAtFixedRate(worker::interrupt, 0, 200, TimeUnit.MICROSECONDS);
                }
                return isStopped;
            });
        } finally {
            signals.shutdownNow();
            while (!signals.isTerminated()) {
                Thread.interrupted();
                Thread.onSpinWait();
            }
            Thread.interrupted();
        }

        // Then
        assertThat(result.sent()).isEqualTo(500);
        assertThat(records("interrupted")).hasSize(500);
    }

    private static ReplayResult replay(ReplayPlan plan, Format format, BooleanSupplier stop)
            throws InterruptedException {
        KafkaClients kafka = new KafkaClients(new KafkaSettings(broker.bootstrapServers(), Map.of()));
        Payloads payloads = Payloads.encode(images, "test", FashionMnist.LABELS, format, plan.count());
        return new Replay(kafka, plan, payloads, stop).run();
    }

    private static void topic(String name, int partitions, Map<String, String> settings) {
        Topics.create(broker.bootstrapServers(), List.of(new NewTopic(name, partitions, (short) 1).configs(settings)));
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return Topics.readAll(broker.bootstrapServers(), topic).stream()
                .sorted(BY_ID)
                .toList();
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : text(header.value());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
