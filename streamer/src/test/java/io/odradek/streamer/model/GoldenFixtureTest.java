package io.odradek.streamer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.odradek.streamer.contract.ContractKeys;
import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.contract.TrustedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The trainer's golden models, which both modules test themselves against: one of floats, one of 8-bit integers. */
class GoldenFixtureTest {
    private static final Path FIXTURE = Path.of("..", "deploy", "contract", "fashion-mnist-seed.onnx");
    private static final String NAME = "fashion-mnist";
    private static final String VERSION = "seed-6-epochs";

    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource({"fashion-mnist-seed.onnx, seed-6-epochs", "fashion-mnist-seed-int8.onnx, seed-6-epochs-int8"})
    void isAdmittedWithAllItsGoldenImages(String file, String version) {
        Admission admission =
                new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(FIXTURE.resolveSibling(file), NAME, version);

        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        LoadedModel model = ((Admission.Admitted) admission).model();
        assertThat(model.contract().golden()).hasSize(10);
        assertThat(model.labels()).hasSize(10).contains("Sneaker", "T-shirt/top");
        assertThat(model.input().bytes()).isEqualTo(784);
        model.release();
    }

    @Test
    void hasNoOtherKeysThanTheContract() throws IOException {
        List<String> keys = ModelProto.parseFrom(Files.readAllBytes(FIXTURE)).getMetadataPropsList().stream()
                .map(StringStringEntryProto::getKey)
                .toList();

        assertThat(ContractKeys.all().keySet()).containsAll(keys);
        assertThat(keys).containsAll(ModelContract.REQUIRED);
    }

    @Test
    void isRefusedWhenOneWeightIsChanged() throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(FIXTURE)).toBuilder();
        int last = model.getGraph().getInitializerCount() - 1;
        TensorProto bias = model.getGraph().getInitializer(last);
        byte[] raw = bias.getRawData().toByteArray();
        // The sign and exponent of the first value: 0.0x becomes some hundred.
        raw[3] = 0x43;
        model.getGraphBuilder().setInitializer(last, bias.toBuilder().setRawData(ByteString.copyFrom(raw)));
        Path damaged = Files.write(dir.resolve("m.onnx"), model.build().toByteArray());

        Admission admission = new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(damaged, NAME, VERSION);

        assertThat(admission)
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        refused -> assertThat(refused.stage()).isEqualTo(Stage.GOLDEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fashion-mnist-seed.onnx", "fashion-mnist-seed-int8.onnx"})
    void classifiesABatchAsItClassifiesOneByOne(String file) {
        Admission admission =
                new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(FIXTURE.resolveSibling(file), NAME, null);
        LoadedModel model = ((Admission.Admitted) admission).model();
        try {
            List<byte[]> tensors = java.util.stream.IntStream.range(0, 33)
                    .mapToObj(seed -> {
                        byte[] tensor = new byte[784];
                        new java.util.Random(seed).nextBytes(tensor);
                        return tensor;
                    })
                    .toList();

            float[][] batch = model.classify(tensors);

            for (int i = 0; i < tensors.size(); i++) {
                float[] alone = model.classify(List.of(tensors.get(i)))[0];
                for (int c = 0; c < alone.length; c++) {
                    assertThat(Math.abs(alone[c] - batch[i][c])).isLessThan(1e-5f);
                }
            }
        } finally {
            model.release();
        }
    }
}
