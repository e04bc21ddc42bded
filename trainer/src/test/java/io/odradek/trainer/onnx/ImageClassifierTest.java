package io.odradek.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.testing.ColourNet;
import io.odradek.trainer.testing.PythonOnnx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageClassifierTest {
    private static final Path FIXTURE = Path.of("../deploy/contract/fashion-mnist-seed.onnx");

    /** Three images of 2x2 pixels: red, green, then blue in planes; the means are those of each plane. */
    private static final byte[] PIXELS = {
        (byte) 200,
        (byte) 200,
        (byte) 200,
        (byte) 200,
        0,
        0,
        0,
        0,
        4,
        8,
        12,
        16,
        0,
        4,
        0,
        0,
        (byte) 255,
        (byte) 255,
        (byte) 255,
        (byte) 255,
        0,
        0,
        0,
        0,
        1,
        1,
        1,
        1,
        2,
        2,
        2,
        2,
        3,
        3,
        3,
        3
    };

    private static final float[] MEANS = {200, 0, 10, 1, 255, 0, 1, 2, 3};

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "true,  false, 0, true",
        "true,  true,  0, true",
        "false, false, 0, true",
        "false, true,  0, true",
        "true,  false, 1, true",
        "false, true,  1, true",
        "true,  false, 2, true",
        "false, false, 7, true",
        "true,  false, 0, false"
    })
    void feedsAGraphWhatItTakes(boolean floats, boolean channelsLast, int batch, boolean flat) {
        // Given
        ColourNet net = new ColourNet(floats, channelsLast, batch, false, flat, 1);
        String layout = channelsLast ? "\"layout\":\"NHWC\"" : "\"layout\":\"NCHW\"";
        Path file = net.write(file(), ColourNet.sidecar(layout + (floats ? ",\"scale\":1" : "")));

        // When, Then
        assertThat(run(file, null, PIXELS).values()).containsExactly(MEANS, within(1e-4f));
        assertThat(PythonOnnx.complaints(List.of(file))).isEmpty();
    }

    @Test
    void normalisesAsTheSidecarSays() {
        // Given
        Path file = ColourNet.USUAL.write(
                file(), ColourNet.sidecar("\"mean\":[0.5,0,0.25],\"std\":[0.5,0.25,2],\"dtype\":\"float32\""));

        // When: 1/255 is the scale that is left out
        float[] logits = run(file, null, new byte[] {
                    (byte) 255, (byte) 255, (byte) 255, (byte) 255, 51, 51, 51, 51, 0, 0, 0, 0
                })
                .values();

        // Then: (1 - 0.5) / 0.5, 0.2 / 0.25, -0.25 / 2
        assertThat(logits).containsExactly(new float[] {1, 0.8f, -0.125f}, within(1e-6f));
    }

    @Test
    void readsWhatTheOnnxProjectsOwnLibraryWrites() throws IOException {
        // Given: as older exporters write them, with weights among the inputs and one image at a time
        Path file = file();
        String output = PythonOnnx.run("""
                import sys, numpy, onnx
                from onnx import helper, numpy_helper, TensorProto
                weight = numpy.array([[1, 0, 0], [0, 1, 0], [0, 0, 2]], dtype=numpy.float32).reshape(3, 3, 1, 1)
                graph = helper.make_graph(
                    [helper.make_node("Conv", ["data", "w"], ["mixed"]),
                     helper.make_node("GlobalAveragePool", ["mixed"], ["mean"]),
                     helper.make_node("Flatten", ["mean"], ["logits"])],
                    "net",
                    [helper.make_tensor_value_info("data", TensorProto.FLOAT, [1, 3, 2, 2]),
                     helper.make_tensor_value_info("w", TensorProto.FLOAT, [3, 3, 1, 1])],
                    [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, 3])],
                    [numpy_helper.from_array(weight, "w")])
                model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)])
                model.ir_version = 6
                onnx.save(model, sys.argv[1])
                """, List.of(file));
        assertThat(output).isEmpty();
        Path sidecar = Files.writeString(dir.resolve("elsewhere.json"), ColourNet.SIDECAR);

        // When, Then
        assertThat(run(file, sidecar, PIXELS).values())
                .containsExactly(new float[] {200, 0, 20, 1, 255, 0, 1, 2, 6}, within(1e-4f));
    }

    @Test
    void describesAModelFromElsewhere() {
        try (ImageClassifier net = ImageClassifier.open(ColourNet.USUAL.write(file(), ColourNet.SIDECAR), null, 1)) {
            assertThat(net.description().name()).isEqualTo("colours@7");
            assertThat(net.description().labels()).containsExactly("red", "green", "blue");
            assertThat(net.description().input().channels()).isEqualTo(3);
            assertThat(net.description().input().fit()).isEqualTo("exact");
            assertThat(net.description().output()).isNull();
        }
    }

    @Test
    void takesTheWordOfOneOfItsOwn() {
        try (ImageClassifier net = ImageClassifier.open(FIXTURE, null, 1)) {
            assertThat(net.description().name()).isEqualTo("fashion-mnist@seed-6-epochs");
            assertThat(net.description().labels()).hasSize(10);
            assertThat(net.description().output()).isEqualTo("probabilities");
        }
    }

    @Test
    void givesASidecarToStartFrom() throws IOException {
        // Given
        ColourNet net = new ColourNet(false, true, 1, false, true, 1);
        Path file = net.write(file());

        // When
        String message = messageOf(file, null);

        // Then: with the right names and numbers it is taken, and says what the graph says
        assertThat(message).contains(file + " says nothing of its classes", "write " + file + ".json", "--sidecar");
        String sidecar = message.substring(message.indexOf('{'));
        assertThat(sidecar)
                .contains("[\"class 0\",\"class 1\",\"class 2\"]", "\"NHWC\"", "\"uint8\"")
                .contains("\"channels\":3,\"height\":2,\"width\":2");
        Files.writeString(dir.resolve("net.onnx.json"), sidecar);
        assertThat(run(file, null, PIXELS).values()).containsExactly(MEANS, within(1e-4f));
    }

    @Test
    void refusesASidecarBesideAFileThatDescribesItself() throws IOException {
        // Given
        Path file = Files.copy(FIXTURE, file());
        Path sidecar = Files.writeString(dir.resolve("net.onnx.json"), ColourNet.SIDECAR);

        // When, Then
        assertThat(messageOf(file, null)).contains(file + " describes itself, and " + sidecar);
    }

    @Test
    void refusesSeveralInputs() {
        Path file = new ColourNet(true, false, 0, false, true, 2).write(file(), ColourNet.SIDECAR);

        assertThat(messageOf(file, null))
                .contains(file + " is no image classifier: it takes 2 inputs (x, x1), an image classifier has one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"channels\":3|\"channels\":1|takes [N, 3, 2, 2], but {json} says NCHW of 1 channels, height 2 and width 2",
                "\"height\":2|\"height\":4|says NCHW of 3 channels, height 4 and width 2; correct odradek.input",
                "\"width\":2|\"width\":2,\"layout\":\"NHWC\"|says NHWC of 3 channels",
                "\"width\":2|\"width\":2,\"layout\":\"HWC\"|odradek.input: layout is HWC, allowed: NCHW or NHWC",
                "\"width\":2|\"width\":2,\"dtype\":\"uint8\"|takes float32, but {json} says uint8; correct dtype",
                "\"width\":2|\"width\":2,\"mean\":[0.5]|odradek.input: mean has 1 numbers, expected 3",
                "\"width\":2|\"width\":2,\"mean\":0.5|odradek.input: mean is 0.5, expected a list of 3 numbers",
                "\"width\":2|\"width\":2,\"std\":[1,0,1]|std 0.0 give no finite numbers",
                "\"width\":2|\"width\":2,\"scale\":0|scale 0.0",
                "\"width\":2|\"width\":2,\"fit\":\"squeeze\"|odradek.input: fit is squeeze, allowed: exact, resize, crop",
                "\"width\":2|\"width\":2,\"means\":[1,1,1]|odradek.input has the unknown key means, allowed: ",
                ",\"width\":2||odradek.input: width is missing",
                "odradek.version|odradek.edition|it has the unknown key odradek.edition, allowed: odradek.accuracy",
                "odradek.labels|odradek.recipe|odradek.labels is missing",
                ",\"blue\"||gives 3 numbers for an image, but {json} has 2 labels; correct odradek.labels",
                "\"blue\"|\"red\"|odradek.labels has 3 names, 2 distinct",
                "{\"odradek.name|[{\"odradek.name|sidecar {json}: "
            })
    void saysWhatIsWrongWithASidecar(String part, @Nullable String other, String reason) {
        // Given
        String sidecar = ColourNet.sidecar("").replace(part, other == null ? "" : other);
        Path file = ColourNet.USUAL.write(file(), sidecar);

        // When, Then
        assertThat(messageOf(file, null)).contains(reason.replace("{json}", file + ".json"));
    }

    @Test
    void refusesToNormaliseWhatIsTakenAsItIs() {
        Path file = new ColourNet(false, false, 0, false, true, 1).write(file(), ColourNet.sidecar("\"mean\":[1,1,1]"));

        assertThat(messageOf(file, null)).contains("takes uint8, pixels as they are", "leave them out");
    }

    @Test
    void namesASidecarThatIsMissing() {
        assertThat(messageOf(ColourNet.USUAL.write(file()), dir.resolve("none.json")))
                .contains("cannot read " + dir.resolve("none.json") + ": no such file");
    }

    private static Scores run(Path file, @Nullable Path sidecar, byte[] pixels) {
        try (ImageClassifier net = ImageClassifier.open(file, sidecar, 1)) {
            return net.run(ByteBuffer.wrap(pixels));
        }
    }

    private static String messageOf(Path file, @Nullable Path sidecar) {
        TrainerException[] refusal = new TrainerException[1];
        assertThatThrownBy(() -> ImageClassifier.open(file, sidecar, 1))
                .isInstanceOf(TrainerException.class)
                .satisfies(e -> refusal[0] = (TrainerException) e);
        String message = String.valueOf(refusal[0].getMessage());
        assertThat(message).hasLineCount(1);
        return message;
    }

    private Path file() {
        return dir.resolve("net.onnx");
    }
}
