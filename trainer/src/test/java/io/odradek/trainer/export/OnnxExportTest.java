package io.odradek.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
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
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.export.graph.GraphExporter;
import io.odradek.trainer.file.StagedFile;
import io.odradek.trainer.model.AvgPool2d;
import io.odradek.trainer.model.MaxPool2d;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Residual;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.onnx.ModelFile;
import io.odradek.trainer.testing.Readme;
import io.odradek.trainer.testing.RealData;
import io.odradek.trainer.training.Position;
import io.odradek.trainer.training.ProgressListener;
import io.odradek.trainer.training.Sgd;
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
            Parity parity = export(true).write(net, test(), test(), staged);
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
    void isProvenOnTrainingImagesTooWhereTestImagesAreFew() {
        // Given
        try (Net net = Net.create(BRIEF, FashionMnist.INPUT, 10, 1);
                StagedFile staged = StagedFile.create(dir.resolve("model.onnx"))) {
            // When
            Parity parity = export(true).write(net, test().head(20), test(), staged);

            // Then
            assertThat(parity.images()).isEqualTo(1000);
            assertThat(ModelFile.read(staged.temporary()).properties().get("odradek.reference"))
                    .startsWith("{\"images\":20,");
        }
    }

    @Test
    void leavesRealImagesOutWhereTheyArePrivate() {
        // Given
        try (Net net = trained(Net.create(BRIEF, FashionMnist.INPUT, 10, 1));
                StagedFile staged = StagedFile.create(dir.resolve("model.onnx"))) {
            // When
            export(false).write(net, test(), test(), staged);

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
            Parity parity = export(true).write(net, test(), test(), staged);

            // Then
            assertThat(parity.maxDifference()).isLessThan(1e-4);
            assertThat(GraphExporter.export(net).getNodeList())
                    .extracting(NodeProto::getOpType)
                    .containsExactly(
                            "Cast", "Mul", "Conv", "Relu", "MaxPool", "Flatten", "Gemm", "Relu", "Gemm", "Softmax");
        }
    }

    @Test
    void aTrainedResidualNetPassesTheGate() {
        // Given
        SequentialBlock body = new SequentialBlock()
                .add(same(8))
                .add(BatchNorm.builder().build())
                .add(Activation.reluBlock())
                .add(same(8))
                .add(BatchNorm.builder().build());
        SequentialBlock blocks = new SequentialBlock()
                .add(new AvgPool2d(3, 2, 1))
                .add(BatchNorm.builder().build())
                .add(new Residual(body, same(8), true))
                .add(new Residual(same(8), null, true))
                .add(Pool.globalAvgPool2dBlock())
                .add(Linear.builder().setUnits(10).build());
        try (Net net = trained(Net.of(blocks, FashionMnist.INPUT, 10));
                StagedFile staged = StagedFile.create(dir.resolve("model.onnx"))) {
            // When
            Parity parity = export(true).write(net, test(), test(), staged);

            // Then
            assertThat(parity.maxDifference()).isLessThan(1e-4);
        }
    }

    @Test
    void writesNoFileOfANetThatCannotBeExported() {
        // Given
        SequentialBlock blocks = new SequentialBlock()
                .add(convolution(4))
                .add(Pool.maxPool2dBlock(new Shape(2, 2)))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(10).build());
        try (Net net = Net.of(blocks, FashionMnist.INPUT, 10);
                StagedFile staged = StagedFile.create(dir.resolve("model.onnx"))) {
            // When, Then
            assertThatThrownBy(() -> export(true).write(net, test(), test(), staged))
                    .isInstanceOf(TrainerException.class)
                    .hasMessageStartingWith("block 2 of 4, lambda 'maxPool2d': cannot be exported; supported are ")
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
        new Training(BRIEF, RealData.train().head(2000), test(), 1, ProgressListener.NONE, at -> {}, () -> false)
                .run(net, new Sgd(BRIEF.descent()), Position.before(1));
        return net;
    }

    private static Conv2d convolution(int filters) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(3, 3))
                .optBias(false)
                .build();
    }

    private static Conv2d same(int filters) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .build();
    }

    private static LabelledImages test() {
        return RealData.test().head(1000);
    }
}
