package io.odradek.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.broker.Broker;
import io.odradek.broker.TestBrokers;
import io.odradek.broker.Topics;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data set of one's own all the way: class folders, trainer, Kafka, streamer. Each module decodes with its own code. */
class OwnImagesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> CLASSES = List.of("amber", "jade", "slate");
    private static final int TEST_IMAGES = 12;

    @TempDir
    Path dir;

    private final Random random = new Random(20_261_124);
    private final List<Process> processes = new ArrayList<>();
    private Broker broker;
    private Path colours;

    @BeforeEach
    void writeImagesAndStartABroker() throws IOException {
        colours = dir.resolve("Colours");
        for (int label = 0; label < CLASSES.size(); label++) {
            for (int i = 0; i < 40; i++) {
                // JPEG for every third, and every second of another size than the net's.
                String name = i + (i % 3 == 0 ? ".jpg" : ".png");
                String part = i < TEST_IMAGES ? "test" : "train";
                int height = i % 2 == 0 ? 32 : 15 + random.nextInt(50);
                int width = i % 2 == 0 ? 32 : 15 + random.nextInt(50);
                write(colours.resolve(part).resolve(CLASSES.get(label)).resolve(name), label, height, width);
            }
        }
        broker = TestBrokers.start(Map.of());
    }

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process process : processes) {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        broker.close();
    }

    @Test
    void isTrainedPublishedAndClassifiedAlike() throws Exception {
        // Given a streamer without a model
        start("streamer/bin/streamer", "run --model-name colours --create-topics --http-port 0 --threads 1");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            await().atMost(PATIENCE)
                    .until(() -> admin.listTopics().names().get().contains("models"));
        }

        // When
        Process trainer = start(
                "trainer/bin/trainer",
                "train --image-size 32 --epochs 8 --batch-size 12 --learning-rate 0.02 --filters 4,8 --threads 1 --publish --data "
                        + colours + " --out " + dir.resolve("model"));
        assertThat(trainer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(trainer.exitValue()).as(log("trainer")).isZero();

        produceTestImages();

        // Then: admitted, so it decodes the golden images, files of this data set, to the trainer's tensors
        await().atMost(PATIENCE).until(() -> read("predictions").size() >= CLASSES.size() * TEST_IMAGES);
        assertThat(read("models-status"))
                .singleElement()
                .satisfies(record -> assertThat(text(record.value())).contains("\"result\":\"live\""));
        assertThat(read("images-dlq")).isEmpty();
        JsonObject metrics = JsonParser.parseString(Files.readString(dir.resolve("model/metrics.json")))
                .getAsJsonObject();
        assertThat(metrics.getAsJsonArray("labels").toString()).isEqualTo("[\"amber\",\"jade\",\"slate\"]");
        assertThat(confusion()).isDeepEqualTo(expected(metrics.getAsJsonArray("confusion")));
        assertThat(metrics.get("testAccuracy").getAsDouble()).isGreaterThan(0.5);
    }

    private void produceTestImages() throws Exception {
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(Map.of("bootstrap.servers", broker.bootstrapServers()), bytes, bytes);
                Stream<Path> files = Files.walk(colours.resolve("test"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = String.valueOf(colours.resolve("test").relativize(file));
                producer.send(new ProducerRecord<>(
                                "images", name.getBytes(StandardCharsets.UTF_8), Files.readAllBytes(file)))
                        .get();
            }
        }
    }

    /** What the streamer said: {@code [truth][prediction]}, number of images. */
    private int[][] confusion() {
        int[][] counts = new int[CLASSES.size()][CLASSES.size()];
        for (ConsumerRecord<byte[], byte[]> record : read("predictions")) {
            String key = text(record.key());
            JsonObject prediction = JsonParser.parseString(text(record.value())).getAsJsonObject();
            int label = CLASSES.indexOf(key.substring(0, key.indexOf('/')));
            int said = prediction.get("index").getAsInt();
            assertThat(prediction.get("label").getAsString()).isEqualTo(CLASSES.get(said));
            counts[label][said]++;
        }
        return counts;
    }

    private static int[][] expected(JsonArray confusion) {
        return confusion.asList().stream()
                .map(row -> row.getAsJsonArray().asList().stream()
                        .mapToInt(count -> count.getAsInt())
                        .toArray())
                .toArray(int[][]::new);
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return Topics.readAll(broker.bootstrapServers(), topic);
    }

    /** Noise in a colour of the class; so much of it that not every image is clear. */
    private void write(Path file, int label, int height, int width) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        int shade = 20 + random.nextInt(100);
        for (int i = 0; i < height * width; i++) {
            int[] rgb = {random.nextInt(120), random.nextInt(120), random.nextInt(120)};
            rgb[label] += shade;
            image.getRaster().setPixel(i % width, i / width, rgb);
        }
        Files.createDirectories(file.resolveSibling(".").normalize());
        String name = file.toString();
        assertThat(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile()))
                .isTrue();
    }

    private Process start(String program, String arguments) throws IOException {
        List<String> words =
                new ArrayList<>(List.of(Script.HOME.resolve(program).toString()));
        words.addAll(List.of(arguments.split(" ", -1)));
        words.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
        Process process = new ProcessBuilder(words)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        dir.resolve(Path.of(program).getFileName() + ".log").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private String log(String name) throws IOException {
        return Files.readString(dir.resolve(name + ".log"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
