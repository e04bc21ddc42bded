package io.odradek.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.file.StagedFile;
import io.odradek.trainer.model.MaxPool2d;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.onnx.ModelFile;
import io.odradek.trainer.testing.Readme;
import io.odradek.trainer.testing.RealData;
import io.odradek.trainer.training.Position;
import io.odradek.trainer.training.ProgressListener;
import io.odradek.trainer.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxExportTest {
    private static final Recipe BRIEF = Recipe.SEED.withEpochs(1);

    @TempDir
    Path dir;

    @BeforeAll
    static void loadEngine() {
        Torch.load(1);
    }

    @Test
    void writesAProvenFileWithExactlyTheKeysOfTheContract() {
        // Given
        try (Net net = trained(Net.create(BRIEF, FashionMnist.INPUT, 10, 1));
                StagedFile staged = StagedFile.create(dir.resolve("model.onnx"))) {
            // When
            Parity parity = export(true).write(net, test(), staged);
            staged.commit();

            // Then
            assertThat(parity.images()).isEqualTo(1000);
            assertThat(parity.maxDifference()).isLessThan(1e-4);
        }
        ModelFile file = ModelFile.read(dir.resolve("model.onnx"));
        assertThat(file.properties().keySet()).containsExactlyInAnyOrderElementsOf(Readme.exportedKeys());
        assertThat(file.properties()).containsEntry("odradek.created", "2026-11-24T04:20:00Z");
    }

    @Test
    void leavesRealImagesOutWhereTheyArePrivate() {
        // Given
        try (Net net = trained(Net.create(BRIEF, FashionMnist.INPUT, 10, 1));
                StagedFile staged = StagedFile.create(dir.resolve("model.onnx"))) {
            // When
            export(false).write(net, test(), staged);

            // Then
            assertThat(ModelFile.read(staged.temporary()).properties()).doesNotContainKey("odradek.golden");
        }
    }

    @Test
    void graphTakesBytesOfAnyBatchAndGivesProbabilities() throws IOException {
        // When
        GraphProto graph;
        try (Net net = Net.create(BRIEF, FashionMnist.INPUT, 10, 1)) {
            graph = GraphExporter.export(net);
        }

        // Then
        assertThat(graph.getInputList()).singleElement().satisfies(input -> {
            assertThat(input.getName()).isEqualTo("image");
            var tensor = input.getType().getTensorType();
            assertThat(tensor.getElemType()).isEqualTo(TensorProto.DataType.UINT8.getNumber());
            assertThat(tensor.getShape().getDim(0).getDimParam()).isEqualTo("N");
            assertThat(tensor.getShape().getDim(3).getDimValue()).isEqualTo(28);
        });
        assertThat(graph.getOutputList())
                .singleElement()
                .satisfies(output -> assertThat(output.getName()).isEqualTo("probabilities"));
        ModelProto model = GraphExporter.model(graph, Map.of());
        assertThat(model.getIrVersion()).isEqualTo(8);
        assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(13);
    }

    @Test
    void foldsBatchNormIntoTheLayerBeforeIt() {
        // Given
        SequentialBlock blocks = new SequentialBlock()
                .add(convolution(4))
                .add(BatchNorm.builder().build())
                .add(Activation.reluBlock())
                .add(new MaxPool2d(2))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(20).build())
                .add(BatchNorm.builder().build())
                .add(Dropout.builder().build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(10).optBias(false).build());
        try (Net net = trained(Net.of(blocks, FashionMnist.INPUT, 10));
                StagedFile staged = StagedFile.create(dir.resolve("model.onnx"))) {
            // When
            Parity parity = export(true).write(net, test(), staged);

            // Then
            assertThat(parity.maxDifference()).isLessThan(1e-4);
            assertThat(GraphExporter.export(net).getNodeList())
                    .extracting(NodeProto::getOpType)
                    .containsExactly(
                            "Cast", "Mul", "Conv", "Relu", "MaxPool", "Flatten", "Gemm", "Relu", "Gemm", "Softmax");
        }
    }

    @Test
    void namesABlockThatHasNoTranslationAndItsPlace() {
        SequentialBlock blocks = new SequentialBlock()
                .add(convolution(4))
                .add(Pool.maxPool2dBlock(new Shape(2, 2)))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(10).build());

        refuses(blocks, "cannot export block 2 of the net, lambda '");
    }

    @Test
    void refusesALambdaOfUnknownContent() {
        SequentialBlock blocks = new SequentialBlock()
                .add(Blocks.batchFlattenBlock())
                .add(LambdaBlock.singleton(x -> x.mul(2), "twice"))
                .add(Linear.builder().setUnits(10).build());

        refuses(blocks, "cannot export block 2 of the net, lambda 'twice'");
    }

    @Test
    void refusesBatchNormThatFollowsNoLayerToFoldItInto() {
        SequentialBlock blocks = new SequentialBlock()
                .add(BatchNorm.builder().build())
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(10).build());

        refuses(blocks, "cannot export block 1 of the net, ai.djl.nn.norm.BatchNorm, which follows no");
    }

    @Test
    void gateRefusesAFileWithOneChangedWeight() {
        // Given
        try (Net net = trained(Net.create(BRIEF, FashionMnist.INPUT, 10, 1))) {
            GraphProto.Builder graph = GraphExporter.export(net).toBuilder();
            int bias = graph.getInitializerCount() - 1;
            byte[] numbers = graph.getInitializer(bias).getRawData().toByteArray();
            // The lowest byte of the exponent's half: the first bias doubles or halves.
            numbers[2] ^= (byte) 0x80;
            graph.getInitializerBuilder(bias).setRawData(ByteString.copyFrom(numbers));
            byte[] broken = GraphExporter.model(graph.build(), Map.of()).toByteArray();

            // When
            ParityGate.Verdict verdict = ParityGate.judge(broken, net.logits(test()), test(), 1);

            // Then
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            ParityGate.Refused.class,
                            refused ->
                                    assertThat(refused.reason()).containsAnyOf("differs by", "to the net and class"));
        }
    }

    @Test
    void gateRefusesNumbersThatAreNone() {
        // Given
        try (Net net = Net.create(BRIEF, FashionMnist.INPUT, 10, 1)) {
            GraphProto.Builder graph = GraphExporter.export(net).toBuilder();
            graph.getInitializerBuilder(graph.getInitializerCount() - 1).setRawData(ByteString.copyFrom(nanBytes(10)));

            // When
            ParityGate.Verdict verdict = ParityGate.judge(
                    GraphExporter.model(graph.build(), Map.of()).toByteArray(), net.logits(test()), test(), 1);

            // Then
            assertThat(verdict).isInstanceOf(ParityGate.Refused.class);
        }
    }

    @Test
    void gateRefusesToJudgeByTooFewImages() {
        try (Net net = Net.create(BRIEF, FashionMnist.INPUT, 10, 1)) {
            LabelledImages few = RealData.test().head(999);
            byte[] good =
                    GraphExporter.model(GraphExporter.export(net), Map.of()).toByteArray();

            assertThat(ParityGate.judge(good, net.logits(few), few, 1))
                    .isEqualTo(new ParityGate.Refused("only 999 images to compare on, expected at least 1000"));
        }
    }

    private void refuses(SequentialBlock blocks, String reason) {
        try (Net net = Net.of(blocks, FashionMnist.INPUT, 10);
                StagedFile staged = StagedFile.create(dir.resolve("model.onnx"))) {
            assertThatThrownBy(() -> export(true).write(net, test(), staged))
                    .isInstanceOf(TrainerException.class)
                    .hasMessageContaining(reason)
                    .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
        }
        assertThat(Files.exists(dir.resolve("model.onnx"))).isFalse();
    }

    private static OnnxExport export(boolean golden) {
        return new OnnxExport(
                new ModelId("fashion-mnist", "test"),
                Instant.parse("2026-11-24T04:20:00.5Z"),
                FashionMnist.LABELS,
                BRIEF.describe(),
                FashionMnist.Split.TRAIN.sha256(),
                golden,
                1);
    }

    private static Net trained(Net net) {
        new Training(BRIEF, RealData.train().head(2000), test(), ProgressListener.NONE, at -> {}, () -> false)
                .run(net, Position.before(1));
        return net;
    }

    private static Conv2d convolution(int filters) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(3, 3))
                .optBias(false)
                .build();
    }

    private static LabelledImages test() {
        return RealData.test().head(1000);
    }

    private static byte[] nanBytes(int floats) {
        byte[] bytes = new byte[4 * floats];
        for (int i = 0; i < floats; i++) {
            bytes[4 * i + 2] = (byte) 0xc0;
            bytes[4 * i + 3] = 0x7f;
        }
        return bytes;
    }
}
