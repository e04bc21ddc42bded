package io.odradek.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong: one line that says what, where and what to do; a status that is not 0; no stack trace. */
class BadInputIT {
    @TempDir
    Path dir;

    @Test
    void saysWhichDataFilesAreMissing() throws Exception {
        Path empty = Files.createDirectory(dir.resolve("empty"));

        assertOneLine(Map.of(), "--data", empty.toString()).contains(empty.toString());
    }

    @Test
    void saysWhichDataFileIsCorrupt() throws Exception {
        // Given
        Path data = copyOfTheData();
        Path images = data.resolve("t10k-images-idx3-ubyte.gz");
        byte[] bytes = Files.readAllBytes(images);
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(images, bytes);

        // Then
        assertOneLine(Map.of(), "--data", data.toString()).contains("t10k-images-idx3-ubyte");
    }

    @Test
    void saysWhichDataFileIsTruncated() throws Exception {
        // Given
        Path data = copyOfTheData();
        Path labels = data.resolve("train-labels-idx1-ubyte.gz");
        byte[] bytes = Files.readAllBytes(labels);
        Files.write(labels, Arrays.copyOf(bytes, bytes.length / 2));

        // Then
        assertOneLine(Map.of(), "--data", data.toString()).contains("train-labels-idx1-ubyte");
    }

    @Test
    void saysWhichJavaItFoundWhenThatIsTooOld() throws Exception {
        // Given
        Path old = dir.resolve("jdk-11");
        program(old.resolve("bin/java"), "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");

        // Then
        assertOneLine(Map.of("JAVA_HOME", old.toString()))
                .contains("17 or newer")
                .contains("JAVA_HOME=" + old)
                .contains("11");
    }

    @Test
    void saysThatThereIsNoJavaWhereJavaHomePoints() throws Exception {
        assertOneLine(Map.of("JAVA_HOME", dir.toString())).contains("no Java in JAVA_HOME=" + dir);
    }

    @Test
    void saysHowMuchDiskItNeeds() throws Exception {
        // Given a disk with 100 MiB left
        program(dir.resolve("bin/df"), "echo Filesystem; echo '/dev/x 1000000 900000 102400 90% /'");

        // Then
        assertOneLine(Map.of("PATH", dir.resolve("bin") + ":" + System.getenv("PATH")))
                .contains("needs 4096 MiB of free disk")
                .contains("100 MiB");
    }

    @Test
    void saysWhichOptionItDoesNotKnow() throws Exception {
        assertOneLine(Map.of(), "--epoch", "3").contains("--epoch").contains("--help");
    }

    @Test
    void saysWhichValuesAreAllowed() throws Exception {
        assertOneLine(Map.of(), "--images", "10001").contains("--images is 10001, must be from 1 to 10000");
    }

    @Test
    void saysThatAnotherRunHoldsTheDirectory() throws Exception {
        // Given
        Path lock = Files.createDirectories(dir.resolve("out")).resolve(".lock");
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            assertThat(held.isValid()).isTrue();

            // Then
            assertOneLine(Map.of()).contains("another quickstart is running in " + dir.resolve("out"));
        }
    }

    private AbstractStringAssert<?> assertOneLine(Map<String, String> environment, String... arguments)
            throws Exception {
        try (Script script = Script.start(dir, environment, arguments)) {
            assertThat(script.awaitEnd()).isNotZero();
            assertThat(script.processes()).isEmpty();
            assertThat(script.stderr().lines()).hasSize(1);
            assertThat(script.out("summary.json")).doesNotExist();
            return assertThat(script.stderr()).doesNotContain("Exception").doesNotContain("\tat ");
        }
    }

    private Path copyOfTheData() throws IOException {
        Path copy = Files.createDirectory(dir.resolve("data"));
        try (Stream<Path> files = Files.list(Required.debianFiles())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static void program(Path path, String body) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n" + body + "\n");
        assertThat(path.toFile().setExecutable(true)).isTrue();
    }
}
