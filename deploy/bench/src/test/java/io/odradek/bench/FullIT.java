package io.odradek.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs all parts of the benchmark, but briefly. {@code -Dbench.full} runs it; it takes 5 to 8 minutes. */
class FullIT {
    @TempDir
    private Path dir;

    @Test
    void theMatrixAndTheScaleAreThere() throws Exception {
        Assumptions.assumeTrue(System.getProperty("bench.full") != null, "only with -Dbench.full");

        Script.run("deploy/bench/run.sh", dir, 0, "--full", "--smoke", "--out", dir.toString());

        JsonObject summary = JsonParser.parseString(Files.readString(dir.resolve("summary.json")))
                .getAsJsonObject();
        JsonObject measured = summary.getAsJsonObject("measured");
        assertThat(measured.keySet()).containsExactly("bound", "seed", "dense", "protocol", "threads", "batch");
        assertThat(measured.getAsJsonObject("protocol").keySet())
                .contains("odradek-protocol-classic", "odradek-protocol-streams");
        JsonObject scale = summary.getAsJsonObject("scale");
        assertThat(scale.keySet()).containsExactly("images", "partitions", "payload", "model", "instances");
        for (String name : scale.keySet()) {
            hasALine(name, scale.getAsJsonObject(name));
        }
        for (JsonElement point : scale.getAsJsonObject("model").getAsJsonArray("points")) {
            assertThat(point.getAsJsonObject().keySet()).contains("inferenceMicros", "overheadMicros");
        }
        // Two guarantees at a share of what is sustained, and at a rate where that is below it.
        assertThat(summary.getAsJsonArray("latency")).hasSizeBetween(2, 4);
        assertThat(Files.readString(dir.resolve("scale.svg"))).startsWith("<svg");
    }

    private static void hasALine(String name, JsonObject scale) {
        double before = 0;
        for (JsonElement element : scale.getAsJsonArray("points")) {
            JsonObject point = element.getAsJsonObject();
            assertThat(point.get("x").getAsDouble()).as(name).isGreaterThan(before);
            assertThat(point.getAsJsonObject("cpuMicros").get("median").getAsDouble())
                    .as(name)
                    .isPositive();
            before = point.get("onLine").getAsBoolean() ? point.get("x").getAsDouble() : 0;
        }
        assertThat(scale.getAsJsonObject("line").keySet()).containsExactly("intercept", "slope", "greatestDeviation");
    }
}
