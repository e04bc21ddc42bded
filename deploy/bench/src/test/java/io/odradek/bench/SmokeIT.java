package io.odradek.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the benchmark as its users do, but briefly: every program works, and what comes of it has the form that is told. */
class SmokeIT {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path DATA = Path.of("/usr/share/datasets/fashion-mnist");

    @TempDir
    private Path dir;

    @BeforeAll
    static void needsImages() {
        boolean there = Files.exists(DATA.resolve("t10k-images-idx3-ubyte.gz"));
        assertThat(there || System.getenv("CI") == null)
                .as("Fashion-MNIST in " + DATA)
                .isTrue();
        Assumptions.assumeTrue(there, "no Fashion-MNIST in " + DATA);
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
        assertThat(summary.getAsJsonArray("latency")).hasSize(2);
        assertThat(summary.getAsJsonObject("start").keySet()).contains("cpuSeconds", "seconds");
        assertThat(summary.getAsJsonObject("reload").get("reloads").getAsLong()).isPositive();
        assertThat(summary.getAsJsonObject("measured").keySet()).containsExactly("bound", "seed", "dense");
        assertThat(Files.readString(dir.resolve("summary.svg"))).startsWith("<svg");
        assertThat(said).contains("odradek-exactly-once", "json-float-dense", "Results:");
        planReadsTheProfile();
    }

    private void planReadsTheProfile() throws Exception {
        String plan = finished(
                0,
                List.of(
                        ROOT.resolve("streamer/bin/streamer").toString(),
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
        List<String> words = new ArrayList<>(
                List.of(ROOT.resolve("deploy/bench/run.sh").toString(), "--no-build", "--data", DATA.toString()));
        words.addAll(List.of(options));
        return finished(status, words);
    }

    private String finished(int status, List<String> words) throws Exception {
        File output = Files.createTempFile(dir, "run", ".log").toFile();
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            boolean ended = process.waitFor(10, TimeUnit.MINUTES);
            String said = Files.readString(output.toPath());
            assertThat(ended).as(said).isTrue();
            assertThat(process.exitValue()).as(said).isEqualTo(status);
            return said;
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
