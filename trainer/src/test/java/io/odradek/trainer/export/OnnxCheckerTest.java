package io.odradek.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.export.graph.GraphExporter;
import io.odradek.trainer.export.quantize.Quantizer;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.testing.PythonOnnx;
import io.odradek.trainer.testing.RandomNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exported files against the ONNX project's own checker. */
class OnnxCheckerTest {
    private static final List<Path> FIXTURES = List.of(
            Path.of("../deploy/contract/fashion-mnist-seed.onnx"),
            Path.of("../deploy/contract/fashion-mnist-seed-int8.onnx"));

    @TempDir
    Path dir;

    @BeforeAll
    static void loadEngine() {
        Torch.load(1);
    }

    @Test
    void hasNothingAgainstExportedFiles() throws IOException {
        // Given
        List<Path> files = new ArrayList<>(FIXTURES);
        try (Net seed = Net.create(Recipe.SEED, FashionMnist.INPUT, 10, 1)) {
            files.add(write("seed", GraphExporter.export(seed)));
        }
        for (int i = 0; i < 24; i++) {
            try (Net net = RandomNet.of(i)) {
                GraphProto graph = GraphExporter.export(net);
                files.add(write("random-" + i, graph));
                files.add(write("int8-" + i, Quantizer.quantize(graph, RandomNet.noise(net.input(), 8), 1)));
            }
        }

        // When, Then
        assertThat(PythonOnnx.complaints(files)).isEmpty();
    }

    @Test
    void findsAWrongShape() throws IOException {
        // Given
        GraphProto.Builder graph;
        try (Net net = Net.create(Recipe.SEED, FashionMnist.INPUT, 10, 1)) {
            graph = GraphExporter.export(net).toBuilder();
        }
        graph.setOutput(0, GraphExporter.output("probabilities", 11));

        // When, Then
        assertThat(PythonOnnx.complaints(List.of(write("wrong", graph.build()))))
                .contains("wrong.onnx", "11");
    }

    private Path write(String name, GraphProto graph) throws IOException {
        return Files.write(
                dir.resolve(name + ".onnx"),
                GraphExporter.model(graph, Map.of("key", "value")).toByteArray());
    }
}
