package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.trainer.testing.RealData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison with Python under deploy/bench still runs; how fast either is, it does not judge. */
class TrainSpeedIT {
    private static final Path SCRIPT =
            Path.of("..", "deploy", "bench", "train-speed.sh").toAbsolutePath();

    @TempDir
    Path dir;

    @Test
    void comparesEpochsOfBothSides() throws Exception {
        RealData.directory();

        // When
        Result result = run(Map.of());

        // Then
        assertThat(result.code()).as(result.output()).isZero();
        Assumptions.assumeFalse(result.output().startsWith("train-speed: skipped:"), result.output());
        JsonObject summary = JsonParser.parseString(Files.readString(dir.resolve("train-speed.json")))
                .getAsJsonObject();
        JsonObject training = summary.getAsJsonObject("comparison").getAsJsonObject("trainingSeconds");
        assertThat(training.getAsJsonObject("seconds").keySet())
                .containsExactly("trainer", "python", "python channels_last");
        assertThat(training.getAsJsonObject("ratios")
                        .getAsJsonObject("python")
                        .get("ofMedians")
                        .getAsDouble())
                .isPositive();
        assertThat(summary.getAsJsonObject("environment")
                        .getAsJsonObject("shared")
                        .keySet())
                .contains("MALLOC_MMAP_THRESHOLD_", "OMP_NUM_THREADS", "OMP_WAIT_POLICY");
    }

    @Test
    void isSkippedWithALineWherePythonHasNoPytorch() throws Exception {
        // When
        Result result = run(Map.of("PYTHON", "false"));

        // Then
        assertThat(result.code()).isZero();
        assertThat(result.output()).hasLineCount(1).startsWith("train-speed: skipped: no Python with PyTorch");
    }

    private record Result(int code, String output) {}

    private Result run(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(SCRIPT.toString(), "--smoke", "--out", dir.toString()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
