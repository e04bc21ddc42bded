package io.odradek.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs overload and soak as their users do, but for seconds: everything in them works, and every image is answered. */
class LoadIT {
    @TempDir
    private Path dir;

    @BeforeAll
    static void needsImages() {
        Script.needsImages();
    }

    @Test
    void anOverloadIsAnsweredAndWhatIsMeasuredIsThere() throws Exception {
        String said = Script.run("deploy/overload.sh", dir, 0, "--smoke", "--out", dir.toString());

        JsonObject result = json("overload.json");
        assertThat(result.getAsJsonObject("bars").keySet()).containsExactly("unaccountedImages", "rebalances");
        JsonObject figures = result.getAsJsonObject("figures");
        assertThat(figures.keySet())
                .contains("sustained", "times", "mostWaiting", "drain", "latencyBefore", "latencyAfter");
        assertThat(figures.get("images").getAsLong()).isEqualTo(inputs(result)).isPositive();
        JsonObject sample = result.getAsJsonArray("samples").get(0).getAsJsonObject();
        assertThat(sample.keySet()).contains("residentBytes", "heapBytes", "threads", "files", "rebalances");
        assertThat(said).contains("holds: unaccountedImages is 0", "Results:");
    }

    @Test
    void imagesOfAllKindsAreAnsweredWhileModelsChangeAndAnInstanceComesAndGoes() throws Exception {
        Script.run("deploy/soak.sh", dir, 0, "--smoke", "--out", dir.toString());

        JsonObject result = json("soak.json");
        JsonObject figures = result.getAsJsonObject("figures");
        assertThat(figures.get("modelsLive").getAsLong()).isGreaterThan(1);
        assertThat(figures.get("visits").getAsLong()).isPositive();
        assertThat(figures.get("images").getAsLong()).isEqualTo(inputs(result)).isPositive();
        JsonObject total = result.getAsJsonObject("verify").getAsJsonObject("total");
        assertThat(total.get("predicted").getAsLong()).isPositive();
        assertThat(total.get("deadLettered").getAsLong()).isPositive();
    }

    @Test
    void wrongUsageIsToldInOneLine() throws Exception {
        assertThat(Script.run("deploy/overload.sh", dir, 2, "--times", "1"))
                .isEqualToIgnoringNewLines("Failed: --times is 1, allowed: 2 to 100");
        assertThat(Script.run("deploy/soak.sh", dir, 2, "--minutes", "0"))
                .isEqualToIgnoringNewLines("Failed: --minutes is 0, allowed: 1 to 43200");
        assertThat(Script.run("deploy/soak.sh", dir, 2, "--many", "1")).contains("--many", "deploy/soak.sh --help");
    }

    private static long inputs(JsonObject result) {
        return result.getAsJsonObject("verify")
                .getAsJsonObject("total")
                .get("inputs")
                .getAsLong();
    }

    private JsonObject json(String name) throws Exception {
        return JsonParser.parseString(Files.readString(dir.resolve(name))).getAsJsonObject();
    }
}
