package io.odradek.streamer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.kit.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionGateTest {
    private static final String VERSION = "1";

    @TempDir
    private Path dir;

    @Test
    void admitsAValidModelThatThenClassifies() throws IOException {
        Admission admission = admit(TestModels.file(VERSION, 1));

        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        LoadedModel model = ((Admission.Admitted) admission).model();
        try {
            float[][] batch = model.classify(List.of(TestModels.image(0), TestModels.image(1), TestModels.image(2)));
            assertThat(batch[0][1]).isGreaterThan(0.9f);
            assertThat(batch[1][2]).isGreaterThan(0.9f);
            assertThat(batch[2][0]).isGreaterThan(0.9f);
        } finally {
            model.release();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesABadFile(BadModel bad) throws IOException {
        Path path = Files.write(dir.resolve("m.onnx"), bad.file(VERSION));

        Admission admission =
                new AdmissionGate(BadModel.MAX_BYTES, TrustedKeys.NONE).admit(path, TestModels.NAME, VERSION);

        assertRefused(admission, bad.stage, bad.why);
    }

    @Test
    void buildsTheSessionFromTheBytesThatItCheckedAndNotFromAPath() throws IOException {
        // Given: a file that native code cannot open
        try (FileSystem zip = FileSystems.newFileSystem(dir.resolve("m.zip"), Map.of("create", "true"))) {
            Path file = Files.write(zip.getPath("m.onnx"), TestModels.file(VERSION, 0));

            Admission admission = new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(file, TestModels.NAME, VERSION);

            assertThat(admission).isInstanceOf(Admission.Admitted.class);
            LoadedModel model = ((Admission.Admitted) admission).model();
            assertThat(model.ref().sha256()).isEqualTo(Digest.sha256(TestModels.file(VERSION, 0)));
            model.release();
        }
    }

    @Test
    void refusesNothingForTheDisksFault() throws IOException {
        AdmissionGate gate = new AdmissionGate(1 << 20, TrustedKeys.NONE);
        Path file = Files.write(dir.resolve("m.onnx"), TestModels.file(VERSION, 0));
        String another = Digest.sha256(new byte[0]);

        assertThatThrownBy(() -> gate.admit(dir.resolve("none.onnx"), TestModels.NAME, VERSION))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> gate.admit(file, another, TestModels.NAME, VERSION, () -> false))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("m.onnx was changed on disk: its sha256 is not " + another);
    }

    @Test
    void refusesWhatIsNoOnnxFile() throws IOException {
        assertRefused(admit("hello".getBytes(StandardCharsets.UTF_8)), Stage.PROTOBUF, "ONNX");
        assertRefused(admit(new byte[0]), Stage.PROTOBUF, "no graph");
    }

    @Test
    void refusesATruncatedFileAtEveryLength() throws IOException {
        byte[] file = TestModels.file(VERSION, 0);
        for (int length = 0; length < file.length; length += 7) {
            assertThat(admit(Arrays.copyOf(file, length)))
                    .as("first %d of %d bytes", length, file.length)
                    .isInstanceOf(Admission.Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "odradek.schema",
                "odradek.name",
                "odradek.version",
                "odradek.created",
                "odradek.labels",
                "odradek.input"
            })
    void refusesAModelWithoutARequiredKey(String key) throws IOException {
        assertRefused(admit(without(key)), Stage.CONTRACT, key + " is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "odradek.schema | 2 | knows 1",
                "odradek.name | Bad Name | allowed",
                "odradek.version | a@b | allowed",
                "odradek.created | yesterday | UTC",
                "odradek.labels | not json | JSON",
                "odradek.labels | [\"a\",\"a\",\"b\"] | none twice",
                "odradek.labels | [\"a\",\"b\"] | output",
                "odradek.input | {} | layout",
                "odradek.golden | {} | JSON array",
            })
    void refusesAKeyWithAWrongValue(String key, String value, String complaint) throws IOException {
        byte[] file =
                TestModels.put(TestModels.model(VERSION, 0), key, value).build().toByteArray();

        assertRefused(admit(file), Stage.CONTRACT, complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"channels\":1 | \"channels\":2 | allowed: 1 or 3",
                "\"channels\":1 | \"channels\":3 | says uint8 [N, 3, 2, 2]",
                "\"height\":2 | \"height\":9999 | height is 9999",
                "\"width\":2 | \"width\":2.5 | whole number",
                "\"fit\":\"exact\" | \"fit\":\"squeeze\" | served: exact, resize, crop",
                "\"dtype\":\"uint8\" | \"dtype\":\"float32\" | served: \"uint8\"",
                "0.299 | 0.3 | luma",
            })
    void refusesAnInputThatItDoesNotServe(String part, String replacement, String complaint) throws IOException {
        String input =
                TestModels.metadata(VERSION).getOrDefault("odradek.input", "").replace(part, replacement);
        byte[] file = TestModels.put(TestModels.model(VERSION, 0), "odradek.input", input)
                .build()
                .toByteArray();

        assertRefused(admit(file), Stage.CONTRACT, complaint);
    }

    @Test
    void refusesAMetadataKeyThatStandsThereTwice() throws IOException {
        ModelProto.Builder model = TestModels.model(VERSION, 0)
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey("odradek.name")
                        .setValue("other"));

        assertRefused(admit(model.build().toByteArray()), Stage.CONTRACT, "twice");
    }

    @Test
    void refusesOperatorsOutsideTheStandardInSubgraphs() throws IOException {
        NodeProto custom = TestModels.node("Evil", List.of("x"), "y").toBuilder()
                .setDomain("com.evil")
                .build();
        ModelProto.Builder nested = TestModels.model(VERSION, 0);
        nested.getGraphBuilder()
                .addNode(NodeProto.newBuilder()
                        .setOpType("If")
                        .addAttribute(ai.onnx.proto.OnnxMl.AttributeProto.newBuilder()
                                .setName("then_branch")
                                .setG(GraphProto.newBuilder().addNode(custom))));

        assertRefused(admit(nested.build().toByteArray()), Stage.PROTOBUF, "outside the ONNX standard");
    }

    @Test
    void refusesLoops() throws IOException {
        ModelProto.Builder model = TestModels.model(VERSION, 0);
        model.getGraphBuilder().addNode(TestModels.node("Loop", List.of("x"), "y"));

        assertRefused(admit(model.build().toByteArray()), Stage.PROTOBUF, "loop");
    }

    @Test
    void refusesAModelThatMixesTheImagesOfABatch() throws IOException {
        ModelProto.Builder model = TestModels.model(VERSION, 0);
        NodeProto mean = NodeProto.newBuilder()
                .setOpType("ReduceMean")
                .setName("mean")
                .addInput("x")
                .addOutput("mean")
                .addAttribute(ai.onnx.proto.OnnxMl.AttributeProto.newBuilder()
                        .setName("axes")
                        .setType(ai.onnx.proto.OnnxMl.AttributeProto.AttributeType.INTS)
                        .addInts(0))
                .build();
        GraphProto.Builder graph = model.getGraphBuilder();
        NodeProto softmax = graph.getNode(3);
        graph.removeNode(3).removeNode(2);
        graph.addNode(mean)
                .addNode(TestModels.node("Sub", List.of("x", "mean"), "centred"))
                .addNode(TestModels.node("Gemm", List.of("centred", "w", "b"), "logits"))
                .addNode(softmax);

        assertRefused(admit(model.build().toByteArray()), Stage.OUTPUT, "mixes the images of a batch");
    }

    @Test
    void refusesLabelsThatAPredictionHasNoRoomFor() throws IOException {
        String longLabel = "[\"zero\",\"one\",\"" + "x".repeat(257) + "\"]";
        String many = java.util.stream.IntStream.range(0, 3_801)
                .mapToObj(i -> "\"" + i + "\"")
                .collect(java.util.stream.Collectors.joining(",", "[", "]"));

        assertRefused(admit(labels(longLabel)), Stage.CONTRACT, "257 characters");
        assertRefused(admit(labels(many)), Stage.CONTRACT, "3801 names");
    }

    @Test
    void keepsHostileTextOutOfItsMessages() throws IOException {
        String input = TestModels.metadata(VERSION)
                .getOrDefault("odradek.input", "")
                .replace("NCHW", "a\\n" + "b".repeat(100_000));
        byte[] file = TestModels.put(TestModels.model(VERSION, 0), "odradek.input", input)
                .build()
                .toByteArray();

        assertThat(admit(file))
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        refused ->
                                assertThat(refused.why()).doesNotContain("\n").hasSizeLessThan(400));
    }

    private static byte[] labels(String json) {
        return TestModels.put(TestModels.model(VERSION, 0), "odradek.labels", json)
                .build()
                .toByteArray();
    }

    @Test
    void refusesAGraphThatTheRuntimeCannotBuild() throws IOException {
        ModelProto.Builder model = TestModels.model(VERSION, 0);
        model.getGraphBuilder().setNode(2, TestModels.node("Gemm", List.of("x", "b", "w"), "logits"));

        assertRefused(admit(model.build().toByteArray()), Stage.SESSION, "ONNX Runtime refuses");
    }

    @Test
    void refusesLogits() throws IOException {
        ModelProto.Builder logits = TestModels.model(VERSION, 0);
        logits.getGraphBuilder()
                .removeNode(3)
                .setNode(2, TestModels.node("Gemm", List.of("x", "w", "b"), "probabilities"));

        assertRefused(admit(logits.build().toByteArray()), Stage.OUTPUT, "probabilit");
    }

    @Test
    void takesFilesUpToTheLimitAndNoByteMore() throws IOException, RefusedException {
        byte[] file = TestModels.file(VERSION, 0);
        Path path = Files.write(dir.resolve("m.onnx"), file);

        assertThat(new AdmissionGate(file.length, TrustedKeys.NONE).admit(path, TestModels.NAME, VERSION))
                .isInstanceOf(Admission.Admitted.class);
        new AdmissionGate(file.length, TrustedKeys.NONE)
                .admit(file, TestModels.NAME, VERSION)
                .release();
        AdmissionGate less = new AdmissionGate(file.length - 1, TrustedKeys.NONE);
        assertRefused(less.admit(path, TestModels.NAME, VERSION), Stage.SIZE, "allowed: " + (file.length - 1));
        assertThatThrownBy(() -> less.admit(file, TestModels.NAME, VERSION)).hasMessageContaining("allowed: ");
    }

    @Test
    void takesOnlyWhatATrustedKeyHasSigned() throws IOException {
        Signer signer = new Signer();
        AdmissionGate gate = new AdmissionGate(1 << 20, new TrustedKeys(List.of(signer.publicKey())));
        byte[] file = TestModels.file(VERSION, 0);
        Path unsigned = Files.write(dir.resolve("unsigned.onnx"), file);
        Path signed = Files.write(dir.resolve("signed.onnx"), signer.sign(file));

        assertRefused(gate.admit(unsigned, TestModels.NAME, VERSION), Stage.SIGNATURE, "not signed");
        assertThat(gate.admit(signed, TestModels.NAME, VERSION)).isInstanceOf(Admission.Admitted.class);
        assertThatThrownBy(() -> gate.adopt(file, "{}")).hasMessageContaining("adopt it, then sign it");
    }

    @ParameterizedTest
    @CsvSource({"0.8985, 0.8985", "1, 1", "0, 0", "1.01, ", "ninety, ", ", "})
    void knowsTheAccuracyThatTheTrainerStatesAndRefusesNoFileForIt(@Nullable String stated, @Nullable Double known)
            throws IOException {
        byte[] file = TestModels.put(TestModels.model(VERSION, 0), "odradek.accuracy", stated)
                .build()
                .toByteArray();

        assertThat(admit(file)).isInstanceOfSatisfying(Admission.Admitted.class, admitted -> {
            assertThat(admitted.model().contract().accuracy()).isEqualTo(known);
            admitted.model().release();
        });
    }

    @Test
    void admitsGoldenImagesThatGiveTheStatedResult() throws IOException {
        assertThat(admit(withGolden(tensorDigest(), 1e-4))).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void refusesAModelThatComputesSomethingElseThanItsGoldenImagesSay() throws IOException {
        assertRefused(admit(withGolden(tensorDigest(), 0.2)), Stage.GOLDEN, "golden image 0: probability");
    }

    @Test
    void refusesAModelWhoseTrainerDecodedTheImageDifferently() throws IOException {
        assertRefused(admit(withGolden("00".repeat(32), 1e-4)), Stage.GOLDEN, "decode differently");
    }

    /** @param error how far off the first probability is stated */
    private static byte[] withGolden(String digest, double error) {
        byte[] png = TestImages.encode(TestImages.grey(2, 2, 200, 0, 0, 0), "png");
        double best = 1 / (1 + 2 * Math.exp(-10));
        double other = (1 - best) / 2;
        String golden = "[{\"contentType\":\"image/png\",\"image\":\""
                + Base64.getEncoder().encodeToString(png) + "\",\"tensorSha256\":\"" + digest
                + "\",\"probabilities\":[" + (best - (error > 0.01 ? error : 0)) + "," + other + "," + other
                + "],\"tolerance\":0.0001}]";
        return TestModels.put(TestModels.model(VERSION, 0), "odradek.golden", golden)
                .build()
                .toByteArray();
    }

    private static String tensorDigest() {
        return Digest.sha256(new byte[] {(byte) 200, 0, 0, 0});
    }

    private static byte[] without(String key) {
        return TestModels.put(TestModels.model(VERSION, 0), key, null).build().toByteArray();
    }

    private Admission admit(byte[] file) throws IOException {
        Path path = Files.write(dir.resolve("m.onnx"), file);
        return new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(path, TestModels.NAME, VERSION);
    }

    private static void assertRefused(Admission admission, Stage stage, String why) {
        assertThat(admission).isInstanceOfSatisfying(Admission.Refused.class, refused -> {
            assertThat(refused.why()).contains(why).doesNotContain("\n");
            assertThat(refused.stage()).isEqualTo(stage);
        });
    }
}
