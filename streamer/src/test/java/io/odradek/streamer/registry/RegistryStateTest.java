package io.odradek.streamer.registry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.contract.OnnxFile;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.fetch.ModelReference;
import io.odradek.streamer.model.TestModels;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryStateTest {
    private final RegistryState state = new RegistryState();
    private long offset;

    @Test
    void keepsTheNewestRecordOfEachKey() {
        apply("m@1", "old");
        apply("m@1", "new");
        apply("m@2", "gone");
        remove("m@2");
        apply("m", "{\"schema\":1,\"live\":\"1\"}");
        apply("m", "{\"schema\":1,\"live\":\"2\"}");

        assertThat(state.artefacts("m").keySet()).containsExactly("1");
        assertThat(artefact("m", "1").sha256()).isEqualTo(Digest.sha256(utf8("new")));
        assertThat(artefact("m", "1").offset()).isEqualTo(1);
        assertThat(requireNonNull(state.pointer("m")).pointer().live()).isEqualTo("2");
        assertThat(state.decisions("m")).hasSize(2);
    }

    @Test
    void keepsTheLastReadablePointerBeneathAnUnreadableOne() {
        apply("m", "{\"schema\":1,\"live\":\"1\"}");
        apply("m", "nonsense");

        assertThat(requireNonNull(state.pointer("m")).pointer().live()).isEqualTo("1");
        assertThat(requireNonNull(state.unreadablePointer("m")).offset()).isEqualTo(1);

        remove("m");

        assertThat(state.pointer("m")).isNull();
        assertThat(state.unreadablePointer("m")).isNull();
        assertThat(state.names()).isEmpty();
    }

    @Test
    void remembersWhatADeletedPointerNamedUntilTheNextDecision() {
        apply("m", "{\"schema\":1,\"live\":\"1\"}");
        remove("m");
        remove("m");

        RegistryState.Deleted deleted = requireNonNull(state.deletedPointer("m"));
        assertThat(deleted.offset()).isEqualTo(2);
        assertThat(requireNonNull(deleted.last()).pointer().live()).isEqualTo("1");

        apply("m", "{\"schema\":1,\"live\":\"2\"}");

        assertThat(state.deletedPointer("m")).isNull();
    }

    @Test
    void boundsTheDecisionsThatItKeeps() {
        for (int i = 0; i < 1_000; i++) {
            apply("m", "{\"schema\":1,\"live\":\"" + i + "\"}");
        }

        assertThat(state.decisions("m")).hasSize(100);
        assertThat(requireNonNull(state.pointer("m")).pointer().live()).isEqualTo("999");
    }

    @Test
    void readsAReferenceAsTheLoaderDoes() {
        apply("m@1", reference("file:/m.onnx", "0f".repeat(32), "5"));

        assertThat(artefact("m", "1").description())
                .isInstanceOfSatisfying(
                        Description.Elsewhere.class, e -> assertThat(e.uri()).isEqualTo("file:///m.onnx"));
        assertThat(artefact("m", "1").bytes()).isEqualTo(5);
        assertThat(artefact("m", "1").sha256()).isEqualTo("0f".repeat(32));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"schema\":1}",
                "{\"schema\":\"1\",\"uri\":\"file:/m.onnx\",\"sha256\":\"SHA\",\"bytes\":5}",
                "{\"schema\":1,\"uri\":\"file:/m.onnx\",\"sha256\":\"short\",\"bytes\":5}",
                "{\"schema\":1,\"uri\":\"file:/m.onnx\",\"sha256\":\"SHA\",\"bytes\":\"5\"}",
                "{\"schema\":1,\"uri\":\"file:/m.onnx\",\"sha256\":\"SHA\",\"bytes\":0}",
                "{\"schema\":1,\"uri\":\"http://h/m.onnx\",\"sha256\":\"SHA\",\"bytes\":5}",
                "{\"schema\":1,\"uri\":\"https://h/../m.onnx\",\"sha256\":\"SHA\",\"bytes\":5}",
                "{\"schema\":1,\"uri\":\"https://ana:pw@h/m.onnx\",\"sha256\":\"SHA\",\"bytes\":5}"
            })
    void refusesAReferenceInTheLoadersWords(String json) {
        String record = json.replace("SHA", "0f".repeat(32));
        apply("m@1", record);

        assertThatThrownBy(() -> ModelReference.parse(utf8(record)))
                .isInstanceOfSatisfying(
                        IllegalArgumentException.class,
                        loader -> assertThat(artefact("m", "1").description())
                                .isEqualTo(
                                        new Description.Unreadable(OneLine.of(String.valueOf(loader.getMessage())))));
    }

    @Test
    void readsWhatAFileSaysAboutItself() {
        put(TestModels.NAME + "@1", TestModels.file("1", 0));

        assertThat(artefact(TestModels.NAME, "1").description())
                .isEqualTo(new Description.Described("2026-11-24T00:00:00Z", TestModels.LABELS, "1x2x2", "", "", 0));
    }

    @Test
    void callsUnreadableWhatHasMoreMetadataThanAdmissionTakes() {
        var model = TestModels.model("1", 0);
        TestModels.put(model, "odradek.recipe", "\"" + "x".repeat(1 << 20) + "\"");
        byte[] file = model.build().toByteArray();
        put(TestModels.NAME + "@1", file);

        assertThatThrownBy(() -> OnnxFile.parse(file))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        admission -> assertThat(artefact(TestModels.NAME, "1").description())
                                .isEqualTo(new Description.Unreadable(String.valueOf(admission.getMessage()))));
    }

    private static String reference(String uri, String sha256, String bytes) {
        return "{\"schema\":1,\"uri\":\"" + uri + "\",\"sha256\":\"" + sha256 + "\",\"bytes\":" + bytes + "}";
    }

    private Artefact artefact(String name, String version) {
        return requireNonNull(state.artefact(name, version));
    }

    private void apply(String key, String value) {
        put(key, utf8(value));
    }

    private void remove(String key) {
        put(key, null);
    }

    private void put(String key, byte @Nullable [] value) {
        state.apply(new ConsumerRecord<>("models", 0, offset++, utf8(key), value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
