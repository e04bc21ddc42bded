package io.odradek.trainer.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.trainer.testing.RealData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container's steps by hand: natives are unpacked when it is built, and the trainer then unpacks nothing. */
class UnpackedNativesIT {
    @TempDir
    Path dir;

    @Test
    void trainsWithWhatTheBuildUnpacked() throws Exception {
        // Given
        Path natives = dir.resolve("natives");
        Path temporary = Files.createDirectory(dir.resolve("tmp"));
        run(Map.of(), "sh", "../deploy/docker/unpack-natives.sh", "target/lib", natives.toString());
        Set<String> unpacked = files(natives);

        // When
        run(
                Map.of(
                        "DJL_CACHE_DIR",
                        natives.toString(),
                        "TRAINER_JAVA_OPTS",
                        "-Xmx512m -Xmn16m -XX:+UseSerialGC -Djava.io.tmpdir=" + temporary
                                + " -Donnxruntime.native.path=" + natives.resolve("onnxruntime")),
                "bin/trainer",
                "train",
                "--epochs",
                "1",
                "--limit",
                "200",
                "--no-report",
                "--data",
                RealData.directory().toString(),
                "--out",
                dir.resolve("model").toString());

        // Then
        assertThat(dir.resolve("model/model.onnx")).isNotEmptyFile();
        assertThat(files(natives)).isEqualTo(unpacked).hasSizeGreaterThanOrEqualTo(7);
        assertThat(files(temporary)).noneMatch(file -> file.contains(".so"));
    }

    private static void run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static Set<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return new TreeSet<>(
                    files.filter(Files::isRegularFile).map(Path::toString).toList());
        }
    }
}
