package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.trainer.testing.IdxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data set on which 8 bits must fail: the training images, whose ranges the integers keep, are dark, and the test images
 * so bright that both of their halves leave those ranges.
 */
class QuantizeIT {
    private static final int SIDE = 12;

    @TempDir
    Path dir;

    private final Console console = new Console();
    private Path data;
    private Path out;

    @BeforeEach
    void makeTheDataSet() throws IOException {
        data = Files.createDirectory(dir.resolve("data"));
        out = dir.resolve("model");
        Files.write(data.resolve("labels.txt"), List.of("left", "right"));
        part("train", 600, 2, 12);
        part("t10k", 200, 200, 250);
    }

    @Test
    void aModelThatLosesTooMuchIsRefusedAndTheOneInFloatsStays() throws IOException {
        // Given: an older one, to be replaced
        Files.createDirectory(out);
        Files.writeString(out.resolve("model-int8.onnx"), "of an older model");

        // When
        int code = train("--overwrite");

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(console.err())
                .containsPattern("trainer: model-int8.onnx was not kept: test accuracy [0-9.]+, [0-9.]+ points below"
                        + " model.onnx on 200 images, allowed are 0.3 points; ");
        assertThat(out.resolve("model.onnx")).isNotEmptyFile();
        assertThat(out).isDirectoryNotContaining("glob:**int8*").isDirectoryNotContaining("glob:**.tmp");
        JsonObject metrics = metrics();
        assertThat(metrics.get("testAccuracy").getAsDouble()).isGreaterThan(0.9);
        JsonObject quantized = metrics.getAsJsonObject("quantized");
        assertThat(quantized.get("kept").getAsBoolean()).isFalse();
        assertThat(quantized.get("accuracyLoss").getAsDouble()).isGreaterThan(0.1);
    }

    @Test
    void isKeptByForce() throws IOException {
        // When
        int code = train("--force-quantize");

        // Then
        assertThat(code).as(console.err()).isZero();
        assertThat(console.out()).containsPattern("model-int8.onnx: test accuracy 0.[0-9]+, [0-9.]+ points below");
        assertThat(out.resolve("model-int8.onnx")).isNotEmptyFile();
        assertThat(metrics().getAsJsonObject("quantized").get("kept").getAsBoolean())
                .isTrue();
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("int8 test accuracy", "points below model.onnx");
    }

    private int train(String option) {
        return console.run(
                "train",
                "--data",
                data.toString(),
                "--filters",
                "8,8",
                "--batch-size",
                "20",
                "--epochs",
                "6",
                "--quantize",
                "int8",
                option,
                "--out",
                out.toString());
    }

    /** Images whose brighter half is the class. */
    private void part(String name, int count, int dark, int bright) {
        byte[] labels = new byte[count];
        byte[] pixels = new byte[count * SIDE * SIDE];
        Random random = new Random(count);
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) random.nextInt(2);
            for (int p = 0; p < SIDE * SIDE; p++) {
                boolean right = p % SIDE >= SIDE / 2;
                int value = right == (labels[i] == 1) ? bright : dark;
                pixels[i * SIDE * SIDE + p] = (byte) (value + random.nextInt(3));
            }
        }
        IdxFiles.write(data.resolve(name + "-images-idx3-ubyte"), pixels, count, SIDE, SIDE);
        IdxFiles.write(data.resolve(name + "-labels-idx1-ubyte"), labels, count);
    }

    private JsonObject metrics() throws IOException {
        return JsonParser.parseString(Files.readString(out.resolve("metrics.json")))
                .getAsJsonObject();
    }
}
