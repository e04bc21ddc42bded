package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.export.Quantization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizeOptionsTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.001  | 0.8975, 0.10 points below model.onnx on 10,000 images; 43,355 bytes, ranges measured on 1,000",
                "-0.001 | 0.8975, 0.10 points above model.onnx on 10,000 images; 43,355 bytes, ranges measured on 1,000",
            })
    void tellsTheDifference(double loss, String line) {
        QuantizeOptions.requireKept(quantization(loss, true));
        assertThat(QuantizeOptions.summary(quantization(loss, true)))
                .isEqualTo("test accuracy " + line + " training images");
    }

    @Test
    void aRefusalIsOneLineThatSaysWhatIsThere() {
        assertThatThrownBy(() -> QuantizeOptions.requireKept(quantization(0.0042, false)))
                .isInstanceOf(TrainerException.class)
                .hasMessage("model-int8.onnx was not kept: test accuracy 0.8975, 0.42 points below model.onnx on 10,000"
                        + " images, allowed are 0.3 points; model.onnx is written, nothing is published; to keep both give"
                        + " --force-quantize");
    }

    @Test
    void aFileThatIsNotKeptLeavesNoOlderOne() throws IOException {
        // Given
        Files.writeString(dir.resolve("model-int8.onnx"), "of an older model");
        try (ModelDirectory directory = ModelDirectory.open(dir, true, false)) {
            // When
            directory.commit();
        }

        // Then
        assertThat(dir).isDirectoryNotContaining("glob:**int8*").isDirectoryContaining("glob:**model.onnx");
    }

    @Test
    void aFileThatIsKeptGetsItsNameWithTheOthers() throws IOException {
        try (ModelDirectory directory = ModelDirectory.open(dir, true, false)) {
            // Given
            directory.add(ModelDirectory.INT8, new byte[] {1});
            assertThat(dir.resolve("model-int8.onnx")).doesNotExist();

            // When
            directory.commit();
        }

        // Then
        assertThat(dir.resolve("model-int8.onnx")).hasBinaryContent(new byte[] {1});
        assertThat(dir).isDirectoryNotContaining("glob:**.tmp");
    }

    private static Quantization quantization(double loss, boolean kept) {
        return new Quantization("v1-int8", 0.8975, loss, 10_000, 1000, 43_355, kept);
    }
}
