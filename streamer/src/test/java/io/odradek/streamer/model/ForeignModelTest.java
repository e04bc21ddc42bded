package io.odradek.streamer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.odradek.streamer.contract.ForeignModel;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.contract.TrustedKeys;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Foreign models give the same probabilities after adoption as before, computed by ONNX Runtime itself. */
class ForeignModelTest {
    private static final String GREY = "\"layout\":\"NCHW\",\"channels\":1,\"height\":2,\"width\":2";
    private static final int IMAGES = 20;

    @TempDir
    private Path dir;

    @Test
    void adoptsGreyLogits() throws Exception {
        assertSameProbabilities(
                ForeignModels.logits(1, 6, 5),
                "\"layout\":\"NCHW\",\"dtype\":\"float32\",\"channels\":1,\"height\":6,\"width\":5",
                new Normalisation(false, 1, 6, 5, 1.0 / 255, new double[] {0}, new double[] {1}));
    }

    @Test
    void adoptsColourWithMeanAndDeviation() throws Exception {
        assertSameProbabilities(
                ForeignModels.logits(3, 4, 5),
                "\"channels\":3,\"height\":4,\"width\":5,\"scale\":0.00392156862745098,"
                        + "\"mean\":[0.485,0.456,0.406],\"std\":[0.229,0.224,0.225],\"fit\":\"exact\","
                        + "\"luma\":[0.299,0.587,0.114],\"alphaBackground\":255,\"exif\":\"ignore\"",
                new Normalisation(
                        false, 3, 4, 5, 1.0 / 255, new double[] {0.485, 0.456, 0.406}, new double[] {0.229, 0.224, 0.225
                        }));
    }

    @Test
    void adoptsChannelsLastWithItsOwnScale() throws Exception {
        assertSameProbabilities(
                ForeignModels.logits(4, 5, 3),
                "\"layout\":\"NHWC\",\"channels\":3,\"height\":4,\"width\":5,\"scale\":0.0078431372549,"
                        + "\"mean\":[1,1,1]",
                new Normalisation(true, 3, 4, 5, 0.0078431372549, new double[] {1, 1, 1}, new double[] {1, 1, 1}));
    }

    @Test
    void leavesProbabilitiesAsTheyAre() throws Exception {
        ModelProto.Builder model = ForeignModels.logits(1, 2, 2);
        GraphProto.Builder graph = model.getGraphBuilder();
        graph.setNode(1, TestModels.node("Gemm", List.of("flat", "w", "b"), "logits"))
                .addNode(TestModels.node("Softmax", List.of("logits"), "output", TestModels.integer("axis", 1)));
        byte[] adopted =
                ForeignModel.adopt(model.build().toByteArray(), ForeignModels.sidecar("1", GREY, "probabilities"));

        assertThat(ModelProto.parseFrom(adopted).getGraph().getNodeList())
                .extracting(node -> node.getOpType())
                .containsOnlyOnce("Softmax");
        LoadedModel loaded = admit(adopted);
        loaded.release();
    }

    @Test
    void givesNewNamesWhereTheForeignOnesCollide() throws Exception {
        ModelProto.Builder model = ForeignModels.logits(1, 2, 2);
        GraphProto.Builder graph = model.getGraphBuilder();
        graph.setInput(0, TestModels.value("odradek_image", TensorProto.DataType.FLOAT, 1, 2, 2))
                .setNode(
                        0,
                        TestModels.node(
                                "Flatten", List.of("odradek_image"), "odradek_pixels", TestModels.integer("axis", 1)))
                .setNode(1, TestModels.node("Gemm", List.of("odradek_pixels", "w", "b"), "odradek_probabilities"))
                .setOutput(0, TestModels.value("odradek_probabilities", TensorProto.DataType.FLOAT, 3));

        assertSameProbabilities(
                model, GREY, new Normalisation(false, 1, 2, 2, 1.0 / 255, new double[] {0}, new double[] {1}));
    }

    @Test
    void adoptsAnOldFileWhoseInitializersAreInputsToo() throws Exception {
        ModelProto.Builder model = ForeignModels.logits(1, 2, 2).setIrVersion(3);
        model.getOpsetImportBuilder(0).setVersion(9);
        GraphProto.Builder graph = model.getGraphBuilder();
        for (TensorProto tensor : graph.getInitializerList()) {
            var value = TestModels.value(tensor.getName(), TensorProto.DataType.FLOAT).toBuilder();
            value.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().clearDim();
            tensor.getDimsList()
                    .forEach(dim -> value.getTypeBuilder()
                            .getTensorTypeBuilder()
                            .getShapeBuilder()
                            .addDimBuilder()
                            .setDimValue(dim));
            graph.addInput(0, value);
        }

        assertSameProbabilities(
                model, GREY, new Normalisation(false, 1, 2, 2, 1.0 / 255, new double[] {0}, new double[] {1}));
    }

    @Test
    void givesTheSameBytesForTheSameFiles() throws Exception {
        byte[] foreign = ForeignModels.brightest(0);

        assertThat(ForeignModel.adopt(foreign, ForeignModels.sidecar("1")))
                .isEqualTo(ForeignModel.adopt(foreign, ForeignModels.sidecar("1")))
                .isNotEqualTo(ForeignModel.adopt(foreign, ForeignModels.sidecar("2")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json | no JSON",
                "[] | no JSON object",
                "{} | odradek.input is no JSON object",
                "{\"odradek.label\":[]} | did you mean \"odradek.labels\"",
                "{\"odradek.input\":{\"hieght\":1}} | did you mean \"height\"",
                "{\"odradek.input\":{}} | odradek.output is \"\", allowed: \"logits\" or \"probabilities\"",
                "{\"odradek.input\":{\"layout\":\"CHW\"}} | allowed: \"NCHW\" or \"NHWC\"",
                "{\"odradek.input\":{\"dtype\":\"float16\"}} | served: \"float32\"",
                "{\"odradek.input\":{},\"odradek.output\":\"logits\"} | odradek.name is missing",
                "{\"odradek.input\":{},\"odradek.output\":\"logits\",\"odradek.name\":null} | odradek.name is null",
            })
    void saysWhatIsWrongWithASidecar(String sidecar, String complaint) {
        assertRefused(ForeignModels.brightest(0), sidecar, Stage.CONTRACT, complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"channels\":1,\"height\":2 | width is null",
                "\"channels\":2,\"height\":2,\"width\":2 | allowed: 1 or 3",
                "\"channels\":1,\"height\":2,\"width\":2,\"std\":[0] | std must not be 0",
                "\"channels\":1,\"height\":2,\"width\":2,\"scale\":0 | scale must not be 0",
                "\"channels\":1,\"height\":2,\"width\":2,\"mean\":[0,0] | 2 numbers, expected one for each of the 1",
                "\"channels\":1,\"height\":2,\"width\":2,\"fit\":\"squeeze\" | served: exact, resize, crop",
                "\"channels\":1,\"height\":3,\"width\":2 | the sidecar says float [N, 1, 3, 2] (NCHW)",
            })
    void saysWhatIsWrongWithItsInput(String input, String complaint) {
        assertRefused(
                ForeignModels.brightest(0), ForeignModels.sidecar("1", input, "logits"), Stage.CONTRACT, complaint);
    }

    @Test
    void refusesASidecarThatIsTooLarge() {
        String large = ForeignModels.sidecar("1") + " ".repeat(ForeignModel.MAX_SIDECAR_BYTES);

        assertRefused(ForeignModels.brightest(0), large, Stage.CONTRACT, "more than the 1048576 bytes");
    }

    @Test
    void refusesFilesThatCannotBeAdopted() {
        String sidecar = ForeignModels.sidecar("1");
        assertRefused(new byte[] {1, 2, 3}, sidecar, Stage.PROTOBUF, "not an ONNX file");
        assertRefused(new byte[0], sidecar, Stage.PROTOBUF, "no graph");
        assertRefused(TestModels.file("1", 0), sidecar, Stage.CONTRACT, "remove the sidecar");

        ModelProto.Builder fixed = ForeignModels.logits(1, 2, 2);
        dims(fixed.getGraphBuilder().getInputBuilder(0)).getDimBuilder(0).setDimValue(1);
        assertRefused(fixed, sidecar, "fixed batch of 1: export it with a dynamic batch axis");

        ModelProto.Builder fixedOutput = ForeignModels.logits(1, 2, 2);
        dims(fixedOutput.getGraphBuilder().getOutputBuilder(0)).getDimBuilder(0).setDimValue(8);
        assertRefused(fixedOutput, sidecar, "fixed batch of 8");

        ModelProto.Builder two = ForeignModels.logits(1, 2, 2);
        two.getGraphBuilder().addInput(TestModels.value("mask", TensorProto.DataType.FLOAT, 3));
        assertRefused(two, sidecar, "2 inputs and 1 outputs");

        ModelProto.Builder outputs = ForeignModels.logits(1, 2, 2);
        outputs.getGraphBuilder().addOutput(TestModels.value("flat", TensorProto.DataType.FLOAT, 4));
        assertRefused(outputs, sidecar, "1 inputs and 2 outputs");

        ModelProto.Builder bytes = ForeignModels.logits(1, 2, 2);
        bytes.getGraphBuilder().setInput(0, TestModels.value("input", TensorProto.DataType.UINT8, 1, 2, 2));
        assertRefused(bytes, sidecar, "input is uint8");

        ModelProto.Builder classes = ForeignModels.logits(1, 2, 2);
        classes.getGraphBuilder().setOutput(0, TestModels.value("output", TensorProto.DataType.FLOAT, 4));
        assertRefused(classes, sidecar, "labels say float [N, 3]");

        ModelProto.Builder old = ForeignModels.logits(1, 2, 2);
        old.getOpsetImportBuilder(0).setVersion(6);
        assertRefused(old, sidecar, "operator set 6, needed is 7");
    }

    @Test
    void isCheckedLikeAnyOtherFileAfterAdoption() throws Exception {
        ModelProto.Builder model = ForeignModels.logits(1, 2, 2);
        model.getGraphBuilder().getNodeBuilder(0).setDomain("com.example");
        byte[] adopted = ForeignModel.adopt(model.build().toByteArray(), ForeignModels.sidecar("1", GREY, "logits"));

        Admission admission = new AdmissionGate(1 << 20, TrustedKeys.NONE)
                .admit(Files.write(dir.resolve("custom.onnx"), adopted), TestModels.NAME, null);

        assertThat(admission).isInstanceOf(Admission.Refused.class);
        assertThat(((Admission.Refused) admission).why()).contains("outside the ONNX standard");
    }

    private record Normalisation(
            boolean channelsLast, int channels, int height, int width, double scale, double[] mean, double[] std) {
        /** The tensor that the foreign model's own code would make of C * H * W samples. */
        float[] tensor(byte[] samples) {
            float[] tensor = new float[samples.length];
            for (int c = 0; c < channels; c++) {
                for (int p = 0; p < height * width; p++) {
                    double x = samples[c * height * width + p] & 0xff;
                    int index = channelsLast ? p * channels + c : c * height * width + p;
                    tensor[index] = (float) ((x * scale - mean[c]) / std[c]);
                }
            }
            return tensor;
        }

        long[] shape(int images) {
            return channelsLast
                    ? new long[] {images, height, width, channels}
                    : new long[] {images, channels, height, width};
        }
    }

    private void assertSameProbabilities(ModelProto.Builder foreign, String input, Normalisation normalisation)
            throws Exception {
        byte[] file = foreign.build().toByteArray();
        LoadedModel adopted = admit(ForeignModel.adopt(file, ForeignModels.sidecar("1", input, "logits")));
        Random random = new Random(1);
        List<byte[]> images = new ArrayList<>();
        FloatBuffer floats = FloatBuffer.allocate(IMAGES * adopted.input().bytes());
        for (int i = 0; i < IMAGES; i++) {
            byte[] image = new byte[adopted.input().bytes()];
            random.nextBytes(image);
            images.add(image);
            floats.put(normalisation.tensor(image));
        }
        float[][] expected = run(
                file,
                floats.flip(),
                normalisation.shape(IMAGES),
                foreign.getGraph().getInputList());

        float[][] found = adopted.classify(images);

        for (int i = 0; i < IMAGES; i++) {
            double sum = 0;
            for (float logit : expected[i]) {
                sum += Math.exp(logit);
            }
            for (int c = 0; c < found[i].length; c++) {
                assertThat((double) found[i][c])
                        .as("image %d, class %d", i, c)
                        .isCloseTo(Math.exp(expected[i][c]) / sum, org.assertj.core.api.Assertions.within(1e-5));
            }
        }
        adopted.release();
    }

    private static float[][] run(
            byte[] file, FloatBuffer values, long[] shape, List<ai.onnx.proto.OnnxMl.ValueInfoProto> inputs)
            throws OrtException {
        String name = inputs.get(inputs.size() - 1).getName();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file);
                OnnxTensor tensor = OnnxTensor.createTensor(environment, values, shape);
                OrtSession.Result result = session.run(Map.of(name, tensor))) {
            return (float[][]) result.get(0).getValue();
        }
    }

    private LoadedModel admit(byte[] file) throws IOException {
        Path path = Files.write(dir.resolve("adopted.onnx"), file);
        Admission admission = new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(path, TestModels.NAME, null);
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        return ((Admission.Admitted) admission).model();
    }

    private static ai.onnx.proto.OnnxMl.TensorShapeProto.Builder dims(
            ai.onnx.proto.OnnxMl.ValueInfoProto.Builder value) {
        return value.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
    }

    private static void assertRefused(ModelProto.Builder model, String sidecar, String complaint) {
        assertRefused(model.build().toByteArray(), sidecar, Stage.CONTRACT, complaint);
    }

    private static void assertRefused(byte[] file, String sidecar, Stage stage, String complaint) {
        assertThatThrownBy(() -> ForeignModel.adopt(file, sidecar))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.stage()).isEqualTo(stage))
                .hasMessageContaining(complaint);
    }
}
