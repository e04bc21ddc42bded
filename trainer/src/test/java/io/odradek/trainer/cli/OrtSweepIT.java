package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sweep of ONNX Runtime's options under deploy/bench still runs; which are the best, it does not judge. */
class OrtSweepIT {
    private static final Path SCRIPT =
            Path.of("..", "deploy", "bench", "ort-sweep.sh").toAbsolutePath();

    @TempDir
    Path dir;

    @Test
    void measuresEachModelUnderEachOption() throws Exception {
        Path out = dir.resolve("sweep.json");
        ProcessBuilder builder =
                new ProcessBuilder(SCRIPT.toString(), "--smoke", "--out", out.toString()).redirectErrorStream(true);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        JsonObject sweep = JsonParser.parseString(Files.readString(out)).getAsJsonObject();
        assertThat(sweep.getAsJsonArray("rows"))
                .allSatisfy(
                        row -> assertThat(row.getAsJsonObject().get("median").getAsDouble())
                                .isPositive());
        assertThat(all(sweep, "model")).containsExactlyInAnyOrder("float", "int8", "dense");
        assertThat(all(sweep, "option")).contains("default", "arena off", "session.set_denormal_as_zero=1");
        assertThat(all(sweep, "batch")).contains("1", "32", "256");
    }

    private static Set<String> all(JsonObject sweep, String name) {
        return sweep.getAsJsonArray("rows").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(row -> row.get(name).getAsString())
                .collect(Collectors.toSet());
    }
}
