package io.odradek.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The micro-benchmarks still run; how fast anything is, they do not judge here. */
@Tag("alone")
class MicroBenchmarksIT {
    private static final Path BENCH = Path.of("..", "deploy", "bench").toAbsolutePath();
    private static final Path JSON = Path.of("..", "target", "bench", "micro.json");

    @Test
    void runEachOnceAndLeaveTimeAndBytesOfEach() throws Exception {
        Files.deleteIfExists(JSON);

        // When
        Result result = run("--smoke");

        // Then
        assertThat(result.code()).as(result.output()).isZero();
        JsonArray benchmarks = JsonParser.parseString(Files.readString(JSON)).getAsJsonArray();
        assertThat(names(benchmarks))
                .containsExactly(
                        "drift.DriftBenchmark",
                        "image.DecodeBenchmark",
                        "image.PngBenchmark",
                        "message.PredictionBenchmark",
                        "model.ArgmaxBenchmark",
                        "model.BatchBenchmark");
        for (JsonElement benchmark : benchmarks) {
            assertThat(benchmark
                            .getAsJsonObject()
                            .getAsJsonObject("secondaryMetrics")
                            .keySet())
                    .contains("cpu.time.norm", "gc.alloc.rate.norm");
        }
        assertThat(result.output().lines().filter(line -> line.startsWith("Png.decode")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains(" x "));
    }

    @Test
    void areNotRunWithAnOptionThatIsNone() throws Exception {
        Result result = run("--fast");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.output()).startsWith("usage: deploy/bench/micro.sh");
    }

    private static Set<String> names(JsonArray benchmarks) {
        Set<String> names = new TreeSet<>();
        for (JsonElement benchmark : benchmarks) {
            String name = benchmark.getAsJsonObject().get("benchmark").getAsString();
            names.add(name.substring("io.odradek.streamer.".length(), name.lastIndexOf('.')));
        }
        return names;
    }

    private record Result(int code, String output) {}

    private static Result run(String option) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(BENCH.resolve("micro.sh").toString(), option).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
