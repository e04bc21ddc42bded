package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.broker.Broker;
import io.odradek.broker.TestBrokers;
import io.odradek.broker.Topics;
import io.odradek.trainer.config.ComputeDevice;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.onnx.ModelFile;
import io.odradek.trainer.testing.Readme;
import io.odradek.trainer.training.Checkpoint;
import io.odradek.trainer.training.Plan;
import io.odradek.trainer.training.Sgd;
import io.odradek.trainer.training.Spent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small real training, through the command line. */
class TrainCommandIT {
    @TempDir
    Path dir;

    private final Console console = new Console();
    private Path out;

    @BeforeEach
    void nameTheOutput() {
        out = dir.resolve("model");
    }

    @Test
    void learnsInOneShortEpoch() throws IOException {
        // When
        int code = console.run("train", "--epochs", "1", "--limit", "6000", "--out", out.toString());

        // Then: 0.68 was measured; chance is 0.1
        assertThat(code).as(console.err()).isZero();
        JsonObject metrics = metrics(out);
        assertThat(metrics.get("testAccuracy").getAsDouble()).isBetween(0.55, 0.80);
        assertThat(metrics.get("validationAccuracy").isJsonNull()).isTrue();
        assertThat(metrics.get("device").getAsString()).isEqualTo("cpu");
        assertThat(console.err()).startsWith("device: cpu (PyTorch sees no GPU: this build has the CPU library only");
        assertThat(metrics.get("parameters").getAsLong()).isEqualTo(28_938);
        assertThat(metrics.get("mflopPerImage").getAsDouble()).isEqualTo(5.67616);
        // The same net twice, in turns: three times is room for a busy machine.
        JsonObject time = metrics.getAsJsonObject("inferenceTime");
        double seed = time.get("seedMicrosPerImage").getAsDouble();
        assertThat(time.get("microsPerImage").getAsDouble()).isBetween(seed / 3, seed * 3);
        assertThat(metrics.getAsJsonObject("parity").get("images").getAsInt()).isEqualTo(10_000);
        assertThat(metrics.getAsJsonArray("confusion")).hasSize(10);
        assertThat(metrics.getAsJsonObject("recipe").get("trainImages").getAsInt())
                .isEqualTo(6000);
        assertThat(metrics.keySet())
                .containsExactly(
                        "name",
                        "version",
                        "recipe",
                        "data",
                        "epochs",
                        "testAccuracy",
                        "validationAccuracy",
                        "secondsToTrained",
                        "cpuSeconds",
                        "device",
                        "mflopPerImage",
                        "inferenceTime",
                        "parameters",
                        "confusion",
                        "labels",
                        "perClass",
                        "macro",
                        "calibrationError",
                        "worstConfusions",
                        "parity",
                        "quantized");
        assertThat(metrics.get("quantized").isJsonNull()).isTrue();
        assertThat(metrics.getAsJsonArray("perClass")).hasSize(10);
        assertThat(metrics.getAsJsonArray("worstConfusions")).hasSize(10);
        assertThat(ModelFile.read(out.resolve("model.onnx")).properties().keySet())
                .containsExactlyInAnyOrderElementsOf(Readme.exportedKeys());
        assertThat(out).isDirectoryNotContaining("glob:**.tmp").isDirectoryNotContaining("glob:**checkpoint");
    }

    @Test
    void choosesOnValidationImagesAndLooksAtTheTestImagesOnce() throws IOException {
        // When
        int code = console.run(seedBn("--compare", "seed"));

        // Then
        assertThat(code).as(console.err()).isZero();
        JsonObject metrics = metrics(out);
        List<JsonElement> epochs = metrics.getAsJsonArray("epochs").asList();
        assertThat(epochs).hasSize(2).allSatisfy(element -> {
            JsonObject epoch = element.getAsJsonObject();
            assertThat(epoch.get("testAccuracy").isJsonNull()).isTrue();
            assertThat(epoch.get("testLoss").isJsonNull()).isTrue();
            assertThat(epoch.get("validationAccuracy").getAsDouble()).isBetween(0.2, 1.0);
        });
        assertThat(metrics.get("validationAccuracy"))
                .isEqualTo(epochs.get(1).getAsJsonObject().get("validationAccuracy"));
        assertThat(metrics.get("testAccuracy").getAsDouble()).isBetween(0.2, 1.0);
        assertThat(metrics.get("parameters").getAsLong()).isEqualTo(30_202);
        assertThat(console.out())
                .containsPattern("test accuracy [0-9.]+, measured once, after epoch 2 .* on 500 images");
        assertThat(console.err())
                .contains("epoch 1 done", "validation accuracy", "to compare: recipe seed on the same images")
                .doesNotContain("test accuracy");
        assertThat(console.out())
                .containsPattern("       seed-bn +seed\\R.*\\R.*\\R    1 ( +[0-9.]+){6}\\R    2 ( +[0-9.]+){6}\\R$");
    }

    @ParameterizedTest
    @CsvSource({
        "--learning-rate, 0.2, '--learning-rate is 0.2, but the training that --resume goes on with was begun with 0.1'",
        "--batch-size, 50, '--batch-size is 50, but the training that --resume goes on with was begun with 100'",
        "--device, gpu, '--device is gpu:0, but the training that --resume goes on with was begun with cpu'",
        "--from, ., '--from: the training that --resume goes on with began anew; leave it out'",
    })
    void resumeRefusesWhatWasBegunOtherwise(String option, String value, String line) throws IOException {
        // Given
        Plan begun = new Plan(
                new ModelId("fashion-mnist", "v1"), Recipe.SEED_BN, 1, 500, 1, ComputeDevice.CPU, true, List.of());
        Torch.load(1);
        try (Net net = Net.create(Recipe.SEED_BN, FashionMnist.INPUT, 10, 1)) {
            Checkpoint.of(begun, "9f2c", begun.start(), Spent.NOTHING)
                    .write(net, new Sgd(begun.recipe().descent()), out.resolve(Checkpoint.FILE_NAME));
        }

        // When
        int code = console.run("train", "--resume", option, value, "--out", out.toString());

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(console.err()).hasLineCount(1).contains(line);
    }

    @Test
    void continuesAsIfItHadNotStopped() throws IOException {
        // Given
        Path twice = dir.resolve("twice");
        console.run("train", "--epochs", "2", "--limit", "1000", "--out", out.toString());
        console.run("train", "--epochs", "1", "--limit", "1000", "--random-seed", "1", "--out", twice.toString());

        // When: continued in place
        int code = console.run(
                "train",
                "--epochs",
                "1",
                "--limit",
                "1000",
                "--from",
                twice.toString(),
                "--out",
                twice.toString(),
                "--overwrite");

        // Then
        assertThat(code).as(console.err()).isZero();
        assertThat(twice.resolve("weights.params")).hasSameBinaryContentAs(out.resolve("weights.params"));
        JsonObject metrics = metrics(twice);
        assertThat(metrics.getAsJsonObject("recipe").get("epochs").getAsInt()).isEqualTo(2);
        assertThat(metrics.getAsJsonObject("recipe").get("randomSeed").getAsString())
                .isEqualTo("1");
        assertThat(metrics.getAsJsonArray("epochs")).hasSize(2);
        assertThat(metrics.get("testAccuracy")).isEqualTo(metrics(out).get("testAccuracy"));
    }

    @Test
    void signsPublishesAndMakesLive() {
        // Given
        try (Broker broker = TestBrokers.start(Map.of())) {
            Topics.create(
                    broker.bootstrapServers(),
                    List.of(new NewTopic("models", 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))));
            console.run("keygen", "--out", dir.resolve("key").toString());
            String[] train = {
                "train",
                "--sign",
                dir.resolve("key.private.pem").toString(),
                "--epochs",
                "1",
                "--limit",
                "500",
                "--version",
                "v1",
                "--quantize",
                "int8",
                "--force-quantize",
                "--publish",
                "--by",
                "ana@laptop",
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--overwrite",
                "--out",
                out.toString()
            };

            // When
            int code = console.run(train);
            int again = console.run(train);

            // Then
            assertThat(code).as(console.err()).isZero();
            List<ConsumerRecord<byte[], byte[]>> records = Topics.readAll(broker.bootstrapServers(), "models");
            assertThat(records).hasSize(3);
            assertThat(text(records.get(0).key())).isEqualTo("fashion-mnist@v1");
            assertThat(text(records.get(0).value())).containsPattern("odradek\\.signature.{90}$");
            assertThat(text(records.get(1).key())).isEqualTo("fashion-mnist");
            assertThat(text(records.get(1).value()))
                    .contains("\"live\":\"v1\"", "\"by\":\"ana@laptop\"", "\"reason\":\"trained: 0.");
            assertThat(text(records.get(2).key())).isEqualTo("fashion-mnist@v1-int8");
            assertThat(text(records.get(2).value())).containsPattern("odradek\\.signature.{90}$");
            assertThat(console.out())
                    .contains(
                            "signed fashion-mnist@v1 with key ",
                            "published fashion-mnist@v1: topic models, offset 0, sha256 ");
            assertThat(again).isEqualTo(1);
            assertThat(console.err()).contains("already has another file as fashion-mnist@v1");
        }
    }

    private String[] seedBn(String... more) {
        List<String> words = new ArrayList<>(List.of("train", "--recipe", "seed-bn", "--epochs", "2"));
        words.addAll(List.of("--limit", "1000", "--validation", "500", "--out", out.toString()));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private static JsonObject metrics(Path directory) throws IOException {
        return JsonParser.parseString(Files.readString(directory.resolve("metrics.json")))
                .getAsJsonObject();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
