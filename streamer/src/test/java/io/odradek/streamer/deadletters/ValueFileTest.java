package io.odradek.streamer.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueFileTest {
    @TempDir
    private Path dir;

    @Test
    void leavesNoPartOfAFileThatCouldNotBeWritten() {
        Path file = dir.resolve("value.bin");

        // A channel whose thread is interrupted is opened, and closes at the first write.
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> ValueFile.write(file, new byte[100])).isInstanceOf(IOException.class);
        } finally {
            Thread.interrupted();
        }

        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void keepsAFileThatIsThere() throws IOException {
        Path file = Files.writeString(dir.resolve("value.bin"), "mine");

        assertThatThrownBy(() -> ValueFile.write(file, new byte[100])).isInstanceOf(FileAlreadyExistsException.class);

        assertThat(file).hasContent("mine");
    }
}
