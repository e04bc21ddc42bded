package io.odradek.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.onnx.GoldenExample;
import io.odradek.trainer.onnx.ModelFile;
import io.odradek.trainer.onnx.OnnxSession;
import io.odradek.trainer.testing.Readme;
import io.odradek.trainer.testing.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Int8ExportTest {
    private static final ModelFile FLOATS = ModelFile.read(Path.of("../deploy/contract/fashion-mnist-seed.onnx"));
    private static final LabelledImages TEST = RealData.test().head(2000);

    @TempDir
    Path dir;

    @Test
    void describesItselfByWhatItComputesItself() throws IOException {
        // Given
        Scores floats = probabilities(FLOATS.bytes());

        // When
        Int8Model model = export(floats.accuracy(TEST), false);

        // Then: 0.3 points are the bar, and the article's net is far from it
        Quantization result = model.quantization();
        ModelFile int8 = ModelFile.read(Files.write(dir.resolve("model-int8.onnx"), model.file()));
        Scores own = probabilities(int8.bytes());
        assertThat(result.kept()).isTrue();
        assertThat(result.testAccuracy()).isEqualTo(own.accuracy(TEST));
        assertThat(result.accuracyLoss()).isBetween(-0.003, 0.003);
        assertThat(result.bytes()).isEqualTo(int8.bytes().length).isLessThan(FLOATS.bytes().length / 2);
        assertThat(result.calibrationImages()).isEqualTo(1000);
        assertThat(int8.id()).isEqualTo(new ModelId("fashion-mnist", "seed-6-epochs-int8"));
        assertThat(int8.properties().keySet()).containsExactlyInAnyOrderElementsOf(Readme.exportedKeys());
        assertThat(int8.labels()).isEqualTo(FLOATS.labels());
        assertThat(int8.properties())
                .containsEntry("odradek.accuracy", Double.toString(own.accuracy(TEST)))
                .containsEntry("odradek.input", FLOATS.properties().get("odradek.input"))
                .extractingByKey("odradek.recipe")
                .isEqualTo("{\"name\":\"seed\",\"quantized\":\"int8\",\"calibrationImages\":1000}");
        assertThat(goldenProbabilities(int8)).isNotEqualTo(goldenProbabilities(FLOATS));
        JsonObject first = new Gson().fromJson(int8.properties().get("odradek.golden"), JsonObject[].class)[0];
        assertThat(first.get("tolerance").getAsDouble()).isEqualTo(0.01);
    }

    @ParameterizedTest
    @CsvSource({"0.003, true", "0.0035, false"})
    void isRefusedWhereItLosesMoreThanThreeTenthsOfAPoint(double loss, boolean kept) {
        // Given
        double own = export(0, true).quantization().testAccuracy();

        // When
        Quantization result = export(own + loss, false).quantization();

        // Then
        assertThat(result.kept()).isEqualTo(kept);
        assertThat(result.accuracyLoss()).isEqualTo(loss);
    }

    @Test
    void isKeptAnyhowWhereThatIsAsked() {
        // When
        Quantization result = export(1, true).quantization();

        // Then
        assertThat(result.kept()).isTrue();
        assertThat(result.accuracyLoss()).isBetween(0.05, 0.15);
    }

    @Test
    void refusesAVersionThatIsTooLongForTheSuffix() {
        assertThat(Int8Export.id(new ModelId("m", "v".repeat(59))).version()).endsWith("v-int8");
        assertThatThrownBy(() -> Int8Export.id(new ModelId("m", "v".repeat(60))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-int8' is not 1 to 64 of");
    }

    private static Int8Model export(double accuracy, boolean anyhow) {
        OnnxExport floats = new OnnxExport(
                FLOATS.id(), Instant.EPOCH, FLOATS.labels(), Map.of("name", "seed"), "0".repeat(64), true, 1);
        return new Int8Export(floats, anyhow).export(FLOATS, accuracy, RealData.train(), TEST);
    }

    private static Scores probabilities(byte[] model) {
        try (OnnxSession session = OnnxSession.open(model, 1, "the model")) {
            return session.probabilities(TEST, 10);
        }
    }

    private static List<Float> goldenProbabilities(ModelFile file) {
        GoldenExample[] golden = new Gson().fromJson(file.properties().get("odradek.golden"), GoldenExample[].class);
        return golden[0].probabilities();
    }
}
