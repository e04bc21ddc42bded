package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.broker.Topics;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.image.BadImages;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.model.TestModels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is no image gets a typed reason, its value untouched, and does not disturb the images around it. */
class BadImagesIT {
    private static final int LARGEST = 11_000_000;
    private static final String PREDICTION = "(prediction)";
    private static final byte[] PNG = TestImages.encode(TestImages.grey(2, 2, 9, 200, 3, 4), "png");
    private static final byte[] JPEG = TestImages.encode(TestImages.grey(2, 2, 9, 200, 3, 4), "jpg");

    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    /** By place in {@link #records}: the reason, or that it is an image. */
    private final List<String> expected = new ArrayList<>();

    private Cluster cluster;

    @BeforeEach
    void startBroker() {
        cluster = new Cluster();
        Topics.create(
                cluster.bootstrapServers(),
                List.of(new NewTopic("images", Cluster.PARTITIONS, (short) 1)
                        .configs(Map.of("max.message.bytes", String.valueOf(LARGEST)))));
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @Test
    void givesEachBadRecordItsReasonAndAnswersEveryImageBesideIt() throws IOException {
        addWhatIsNoImage();
        addTruncatedFiles();
        addOtherFormats();
        addContentTypes();
        addHostileFiles();
        addHugeRecords();

        double imagesPerCall = answerAll(records.size());

        Account account = Account.of(cluster);
        System.err.println("BadImagesIT, each kind: " + account);
        assertThat(account.images()).isEqualTo(records.size()).isGreaterThan(1_000);
        assertThat(account.faults()).isEmpty();
        assertThat(account.duplicates()).isZero();
        assertThat(outcomes()).isEqualTo(expected);
        assertThat(imagesPerCall)
                .as("of more than one image of a partition in a batch, and every second record is a bad one")
                .isGreaterThan(2 * Cluster.PARTITIONS);
    }

    @Test
    void judgesAMixLikeEachRecordAlone() {
        Random random = new Random(20_261_124);
        for (int i = 0; i < 6_000; i++) {
            records.add(random(random, i % Cluster.PARTITIONS));
        }

        double imagesPerCall = answerAll(3_000);

        Account account = Account.of(cluster);
        System.err.println("BadImagesIT, a mix: " + account);
        assertThat(account.images()).isEqualTo(6_000);
        assertThat(account.faults()).isEmpty();
        assertThat(account.duplicates()).isZero();
        assertThat(cluster.read("images-dlq").size()).isBetween(1_000, 4_000);
        assertThat(imagesPerCall).as("a third is bad").isGreaterThan(2 * Cluster.PARTITIONS);
    }

    private void addWhatIsNoImage() {
        add(null, null, "EMPTY");
        add(new byte[0], null, "EMPTY");
        add(new byte[0], "image/png", "EMPTY");
        add(Cluster.utf8("hello, world"), null, "UNKNOWN_FORMAT");
        add(TestModels.file("9", 0), null, "UNKNOWN_FORMAT");
        add(Cluster.utf8("II*\0, a TIFF"), null, "UNKNOWN_FORMAT");
        add(TestImages.encode(TestImages.grey(3, 2, 1, 2, 3, 4, 5, 6), "png"), null, "WRONG_SIZE");
        add(TestImages.cmykJpeg(), null, "WRONG_SIZE");
    }

    private void addOtherFormats() {
        for (int transform : new int[] {-1, 0, 2}) {
            byte[] jpeg = TestImages.fourComponentJpeg(2, 2, transform, 9, 200, 3, 4);
            add(jpeg, null, PREDICTION);
            add(BadImages.truncated(jpeg, jpeg.length - 1), null, "CORRUPT_IMAGE");
        }
        add(TestImages.fourComponentJpeg(2, 2, 1, 9, 200, 3, 4), null, "UNSUPPORTED_IMAGE");
        byte[] gif = TestImages.encode(TestImages.grey(2, 2, 1, 2, 3, 4), "gif");
        byte[] bmp = TestImages.encode(TestImages.grey(2, 2, 1, 2, 3, 4), "bmp");
        add(gif, null, PREDICTION);
        add(gif, "image/gif", PREDICTION);
        add(bmp, null, PREDICTION);
        add(bmp, "image/x-ms-bmp", PREDICTION);
        add(gif, "image/bmp", "CONTENT_TYPE_MISMATCH");
        for (int length = 6; length < gif.length; length++) {
            add(BadImages.truncated(gif, length), null, "CORRUPT_IMAGE");
        }
        for (int length = 5; length < bmp.length; length += 7) {
            add(BadImages.truncated(bmp, length), null, "UNKNOWN_FORMAT");
            add(BadImages.truncated(bmp, length), "image/bmp", "CORRUPT_IMAGE");
        }
        add(BadImages.gifOfDimensions(65_535, 65_535), null, "WRONG_SIZE");
    }

    private void addTruncatedFiles() {
        for (int length = 1; length < PNG.length; length++) {
            // Four bytes are raw pixels of the model's size, whatever they were before.
            String reason = length == 4 ? PREDICTION : length < 8 ? "UNKNOWN_FORMAT" : "CORRUPT_IMAGE";
            add(BadImages.truncated(PNG, length), null, reason);
            add(BadImages.truncated(PNG, length), "image/png", length < 8 ? "CONTENT_TYPE_MISMATCH" : "CORRUPT_IMAGE");
        }
        for (int length = 1; length < JPEG.length; length++) {
            add(BadImages.truncated(JPEG, length), null, length < 3 ? "UNKNOWN_FORMAT" : "CORRUPT_IMAGE");
        }
        for (int length = 1; length < 4; length++) {
            add(new byte[length], null, "UNKNOWN_FORMAT");
            add(new byte[length], "application/vnd.odradek.raw", "WRONG_LENGTH");
        }
    }

    private void addContentTypes() {
        add(PNG, "image/PNG; charset=x", PREDICTION);
        add(PNG, " Image/Png ;;", PREDICTION);
        add(JPEG, "IMAGE/JPG", PREDICTION);
        add(PNG, "application/octet-stream", PREDICTION);
        add(PNG, "image/jpeg", "CONTENT_TYPE_MISMATCH");
        add(JPEG, "image/png", "CONTENT_TYPE_MISMATCH");
        add(TestModels.image(0), "image/png", "CONTENT_TYPE_MISMATCH");
        add(PNG, "application/vnd.odradek.raw", "WRONG_LENGTH");
        add(PNG, "", "UNSUPPORTED_CONTENT_TYPE");
        add(PNG, "image/webp", "UNSUPPORTED_CONTENT_TYPE");
        add(PNG, "image/png\r\nX: y\u0007".repeat(500), "UNSUPPORTED_CONTENT_TYPE");
    }

    private void addHostileFiles() throws IOException {
        BufferedImage palette = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_INDEXED);
        add(BadImages.withWrongCrc(PNG), null, "CORRUPT_IMAGE");
        add(BadImages.pngOfHugeDimensions(), null, "WRONG_SIZE");
        add(BadImages.withInflatingText(PNG, 500_000_000), null, PREDICTION);
        add(BadImages.withInflatingText(TestImages.encode(palette, "png"), 500_000_000), null, PREDICTION);
    }

    private void addHugeRecords() {
        add(new byte[10_000_000], null, "UNKNOWN_FORMAT");
        add(TestModels.image(1), null, PREDICTION);
        records.get(records.size() - 2).headers().add("huge", new byte[500_000]);
        add(new byte[5], null, "UNKNOWN_FORMAT");
        records.get(records.size() - 2).headers().add("huge", new byte[500_000]);
    }

    /** A record, and an image behind it in the same partition. */
    private void add(byte @Nullable [] value, @Nullable String contentType, String outcome) {
        int partition = records.size() / 2 % Cluster.PARTITIONS;
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("images", partition, null, value);
        if (contentType != null) {
            record.headers().add("content-type", Cluster.utf8(contentType));
        }
        record.headers().add("trace", Cluster.utf8("t" + records.size()));
        records.add(record);
        expected.add(outcome);
        byte[] key = Cluster.utf8("beside " + records.size());
        records.add(new ProducerRecord<>("images", partition, key, TestModels.image(records.size() / 2 % 3)));
        expected.add(PREDICTION);
    }

    /** Good images of three formats, with many probabilities, and everything else. */
    private static ProducerRecord<byte[], byte[]> random(Random random, int partition) {
        byte[] raw = new byte[4];
        random.nextBytes(raw);
        byte[] png = TestImages.encode(TestImages.grey(2, 2, random.nextInt(256), random.nextInt(256), 3, 4), "png");
        byte[] value = switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> raw;
            case 5, 6 -> png;
            case 7 -> TestImages.encode(TestImages.grey(2, 2, random.nextInt(256), 2, 200, 4), "jpg");
            case 8 -> BadImages.truncated(png, 1 + random.nextInt(png.length));
            case 9 -> BadImages.withWrongCrc(png);
            case 10 -> random.nextInt(20) == 0 ? new byte[1 << random.nextInt(21)] : new byte[0];
            default -> random.nextBoolean() ? null : Cluster.utf8("text " + random.nextInt());
        };
        byte[] key = random.nextInt(4) == 0 ? null : Cluster.utf8("key-" + random.nextInt(50));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("images", partition, key, value);
        if (random.nextInt(5) == 0) {
            record.headers().add("content-type", Cluster.utf8(random.nextBoolean() ? "image/png" : "image/jpeg"));
        }
        return record;
    }

    /**
     * The first ones lie there when the model comes, so that they share batches; the others come later.
     *
     * @return good images in one call of the model, on average
     */
    private double answerAll(int first) {
        HttpPort http = new HttpPort();
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.HTTP_PORT, http.number());
        settings.put(Setting.CREATE_TOPICS, "true");
        settings.put(Setting.BATCH_MAX, "64");
        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
            streamer.await(health -> health.waitingFor().contains("pointer"));
            cluster.sendAll(records.subList(0, first));
            cluster.publish("0", 0);
            cluster.sendAll(records.subList(first, records.size()));
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        assertThat(streamer.health().lastError()).isEmpty();
                        return cluster.count("predictions") + cluster.count("images-dlq") >= records.size();
                    });
            double perCall = http.metric("odradek_batch_size_sum") / http.metric("odradek_batch_size_count");
            System.err.println("BadImagesIT: " + perCall + " images in a call of the model");
            return perCall;
        }
    }

    /** By place in {@link #records}: what became of it. */
    private List<String> outcomes() {
        Map<String, String> byOrigin = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> answer : cluster.read("predictions")) {
            JsonObject source = Account.json(answer).getAsJsonObject("source");
            byOrigin.put(
                    source.get("partition").getAsInt() + "@"
                            + source.get("offset").getAsLong(),
                    PREDICTION);
        }
        for (ConsumerRecord<byte[], byte[]> letter : cluster.read("images-dlq")) {
            String origin = Account.header(letter, "__streams.errors.partition") + "@"
                    + Account.header(letter, "__streams.errors.offset");
            byOrigin.put(origin, Account.header(letter, "odradek-reason"));
        }
        Map<Integer, Integer> next = new HashMap<>();
        return records.stream()
                .map(record -> record.partition() + "@" + (next.merge(record.partition(), 1, Integer::sum) - 1))
                .map(origin -> byOrigin.getOrDefault(origin, "(nothing)"))
                .toList();
    }
}
