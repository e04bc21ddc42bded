package io.odradek.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the benchmark as its users do, but briefly: every program works, and what comes of it has the form that is told. */
class SmokeIT {
    @TempDir
    private Path dir;

    @BeforeAll
    static void needsImages() {
        Script.needsImages();
    }

    @Test
    void everyContestantAnswersAndEveryFigureIsThere() throws Exception {
        String said = run(0, "--smoke", "--out", dir.toString());

        JsonObject summary = json("summary.json");
        assertThat(summary.getAsJsonObject("ratioToBound").keySet()).containsExactly("atLeastOnce", "exactlyOnce");
        JsonObject rivals = summary.getAsJsonObject("perCpuSecond");
        for (String net : List.of("seed", "dense")) {
            assertThat(rivals.getAsJsonObject(net).keySet())
                    .containsExactlyInAnyOrder("jsonFloat", "oneAtATime", "http");
            assertThat(rivals.getAsJsonObject(net).get("jsonFloat").getAsDouble())
                    .isPositive();
        }
        assertThat(summary.getAsJsonArray("latency"))
                .hasSize(2)
                .allSatisfy(latency -> assertThat(latency.getAsJsonObject()
                                .getAsJsonObject("p99Allowed")
                                .keySet())
                        .contains("median"));
        assertThat(summary.getAsJsonObject("start").keySet()).contains("cpuSeconds", "seconds");
        assertThat(summary.getAsJsonObject("reload").get("reloads").getAsLong()).isPositive();
        assertThat(summary.getAsJsonObject("measured").keySet()).containsExactly("bound", "seed", "dense");
        assertThat(Files.readString(dir.resolve("summary.svg"))).startsWith("<svg");
        assertThat(said).contains("odradek sustains", "odradek-exactly-once", "json-float-dense", "Results:");
        planReadsTheProfile();
    }

    private void planReadsTheProfile() throws Exception {
        String plan = Script.finished(
                dir,
                0,
                List.of(
                        Script.ROOT.resolve("streamer/bin/streamer").toString(),
                        "plan",
                        "--rate",
                        "1000",
                        "--profile",
                        dir.resolve("profile.json").toString()));

        assertThat(plan).contains("partitions");
    }

    @Test
    void wrongUsageIsToldInOneLine() throws Exception {
        assertThat(run(2, "--rounds", "0")).isEqualToIgnoringNewLines("Failed: --rounds is 0, allowed: 1 to 100");
        assertThat(run(2, "--loads", "1.5")).contains("--loads has 1.5, allowed: above 0 and below 1");
        assertThat(run(2, "--many", "1")).contains("--many", "--help");
        assertThat(run(2, "--variant", "a;b")).contains("NAME;KEY=VALUE");
    }

    private JsonObject json(String name) throws IOException {
        return JsonParser.parseString(Files.readString(dir.resolve(name))).getAsJsonObject();
    }

    private String run(int status, String... options) throws Exception {
        return Script.run("deploy/bench/run.sh", dir, status, options);
    }
}
