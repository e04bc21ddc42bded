package io.odradek.trainer.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.trainer.TrainerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFileTest {
    @TempDir
    Path dir;

    @Test
    void showsTheOldContentUntilItIsCommitted() throws IOException {
        // Given
        Path target = Files.writeString(dir.resolve("f"), "old");
        try (StagedFile file = StagedFile.create(target)) {
            file.write(new byte[] {'n', 'e', 'w'});
            assertThat(target).hasContent("old");

            // When
            file.commit();
        }

        // Then
        assertThat(target).hasContent("new");
        assertThat(dir).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void leavesNothingWithoutACommit() {
        // When
        try (StagedFile file = StagedFile.create(dir.resolve("deep").resolve("f"))) {
            file.write(new byte[1000]);
        }

        // Then
        assertThat(dir.resolve("deep")).isEmptyDirectory();
    }

    @Test
    void saysInOneLineWhatIsInTheWay() throws IOException {
        // Given
        Path file = Files.writeString(dir.resolve("file"), "not a directory");

        // When, Then
        assertThatThrownBy(() -> StagedFile.create(file.resolve("model.onnx")))
                .isInstanceOf(TrainerException.class)
                .hasMessageContaining("cannot write " + file.resolve("model.onnx"))
                .hasMessageContaining("a file of that name is in the way")
                .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    }

    @Test
    void leavesNothingWhenTheContentFails() {
        // Given
        try (StagedFile file = StagedFile.create(dir.resolve("f"))) {
            // When, Then
            assertThatThrownBy(() -> file.write(out -> {
                        out.write(1);
                        throw new IOException("No space left on device");
                    }))
                    .hasMessageContaining("No space left on device")
                    .hasMessageContaining(dir.resolve("f").toString());
        }
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void removesWhatAProcessThatWasKilledLeft() throws Exception {
        // Given: unfinished files of a process that has ended, of this one, and another file's
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        long living = ProcessHandle.current().pid();
        Path target = dir.resolve("f");
        Files.writeString(dir.resolve(".f." + ended.pid() + ".tmp"), "left over");
        Path own = Files.writeString(dir.resolve(".f." + living + ".tmp"), "in work");
        Path other = Files.writeString(dir.resolve(".ff." + ended.pid() + ".tmp"), "another's");

        // When
        StagedFile.removeLeftOver(target);

        // Then
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files).containsExactlyInAnyOrder(own, other);
        }
    }
}
