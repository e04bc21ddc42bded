package io.odradek.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.odradek.trainer.TrainerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {
    private static final String INPUT = "{\"layout\":\"NCHW\",\"dtype\":\"uint8\",\"channels\":1,\"height\":28,"
            + "\"width\":28,\"fit\":\"exact\",\"luma\":[0.299,0.587,0.114],\"alphaBackground\":0,\"exif\":\"ignore\"}";

    @TempDir
    Path dir;

    @Test
    void readsNameVersionLabelsAndInput() throws IOException {
        // When
        ModelFile file = ModelFile.read(write(good()));

        // Then
        assertThat(file.id().key()).isEqualTo("m@1");
        assertThat(file.labels()).containsExactly("a", "b");
        assertThat(file.input().height()).isEqualTo(28);
    }

    @ParameterizedTest
    @ValueSource(strings = {"odradek.schema", "odradek.name", "odradek.version", "odradek.labels", "odradek.input"})
    void namesAMissingKey(String key) throws IOException {
        // Given
        Map<String, String> properties = good();
        properties.remove(key);

        // When, Then
        refuses(write(properties), "metadata key " + key + " is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "odradek.schema|2|odradek.schema is 2, expected 1",
                "odradek.name|UPPER|model name 'UPPER' is not",
                "odradek.input|{}|odradek.input: layout is null, allowed: NCHW",
                "odradek.input|[|no ONNX model",
                "odradek.labels|{}|no ONNX model"
            })
    void saysWhatIsWrongWithAKey(String key, String value, String reason) throws IOException {
        // Given
        Map<String, String> properties = good();
        properties.put(key, value);

        // When, Then
        refuses(write(properties), reason.equals("no ONNX model") ? "does not keep the model contract" : reason);
    }

    @Test
    void refusesWhatIsNoOnnx() throws IOException {
        refuses(Files.writeString(dir.resolve("model.onnx"), "no model at all"), "is no ONNX file");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        refuses(Files.createFile(dir.resolve("model.onnx")), "is no ONNX file: it holds no graph");
    }

    @Test
    void namesAMissingFile() {
        refuses(dir.resolve("none.onnx"), "no such file or directory");
    }

    private static void refuses(Path file, String reason) {
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(TrainerException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason)
                .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    }

    private static Map<String, String> good() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("odradek.schema", "1");
        properties.put("odradek.name", "m");
        properties.put("odradek.version", "1");
        properties.put("odradek.labels", "[\"a\",\"b\"]");
        properties.put("odradek.input", INPUT);
        return properties;
    }

    private Path write(Map<String, String> properties) throws IOException {
        ModelProto.Builder model = ModelProto.newBuilder().setGraph(GraphProto.getDefaultInstance());
        properties.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return Files.write(dir.resolve("model.onnx"), model.build().toByteArray());
    }
}
