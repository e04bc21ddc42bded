package io.odradek.streamer.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelReferenceTest {
    private static final String SHA256 = "0123456789abcdef".repeat(4);

    @Test
    void readsAReferenceAndShowsItWithoutItsQuery() {
        ModelReference reference = parse(json("https://host:8443/a/b.onnx?token=secret", SHA256, "5"));

        assertThat(reference.sha256()).isEqualTo(SHA256);
        assertThat(reference.bytes()).isEqualTo(5);
        assertThat(reference.uri()).hasQuery("token=secret");
        assertThat(reference.shown()).isEqualTo("https://host:8443/a/b.onnx");
        assertThat(parse(json("file:///a/b.onnx", SHA256, "5")).shown()).isEqualTo("file:///a/b.onnx");
    }

    @Test
    void isToldFromAnOnnxFileByItsFirstByte() {
        assertThat(ModelReference.isReference("{".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(ModelReference.isReference(new byte[] {8, 8})).isFalse();
        assertThat(ModelReference.isReference(new byte[0])).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://host/m",
                "ftp://host/m",
                "HTTPS://host/m",
                "jar:file:///m",
                "https:/m",
                "https:///m",
                "https:m",
                "m",
                "",
                "https://good.example@evil.com/m",
                "https://user:pass@host/m",
                "https://host/m#part",
                "https://host/a/../m",
                "https://host/a/./m",
                "https://host/a/..;x/m",
                "https://host/a/%2e%2e/m",
                "https://host/a/%2E./m",
                "https://host/a%2fm",
                "https://host/a%5Cm",
                "https://host/a%252fm",
                "https://host/a%00m",
                "https://host/a\\\\m",
                "https://host",
                "https://h\u00f6st/m",
                "https://host name/m",
                "https://[::::]/m",
                "https://host:65536/m",
                "https://host:0/m",
                "file://host/m",
                "file://localhost/m",
                "file:m",
                "file:///a/../m",
                "file:///m?token=secret",
            })
    void refusesEveryOtherUri(String uri) {
        assertThatThrownBy(() -> parse(json(uri, SHA256, "5")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"uri\"")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("pass");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | must be a reference in JSON",
                "{} x | must be a reference in JSON",
                "{} | schema",
                "{\"schema\":2} | schema",
                "{\"schema\":\"1\"} | schema",
                "{\"schema\":1} | bytes",
                "{\"schema\":1,\"bytes\":1.5} | whole number",
                "{\"schema\":1,\"bytes\":1e99} | whole number",
                "{\"schema\":1,\"bytes\":1} | uri",
                "{\"schema\":1,\"bytes\":1,\"uri\":7} | uri",
                "{\"schema\":1,\"bytes\":1,\"uri\":\"https://h/m\"} | sha256",
            })
    void saysWhatIsWrongWithTheRecord(String json, String complaint) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void boundsItsSizeAndItsNumbers() {
        byte[] large = new byte[10_000];
        Arrays.fill(large, (byte) '{');

        assertThatThrownBy(() -> ModelReference.parse(large)).hasMessageContaining("10000 bytes");
        assertThatThrownBy(() -> parse(json("https://h/m", SHA256, "0"))).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> parse(json("https://h/m", SHA256.toUpperCase(java.util.Locale.ROOT), "1")))
                .hasMessageContaining("64 lower-case");
    }

    private static String json(String uri, String sha256, String bytes) {
        return "{\"schema\":1,\"uri\":\"" + uri + "\",\"sha256\":\"" + sha256 + "\",\"bytes\":" + bytes + "}";
    }

    private static ModelReference parse(String json) {
        return ModelReference.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
