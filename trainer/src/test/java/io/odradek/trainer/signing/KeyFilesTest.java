package io.odradek.trainer.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.trainer.TrainerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
    @TempDir
    Path dir;

    @Test
    void leavesNoPartOfAFileThatCannotBeWritten() {
        // Given: a text that no encoder takes, as a full disk takes none
        Path file = dir.resolve("key.pem");

        // When, Then
        assertThatThrownBy(() -> KeyFiles.create(file, "\ud800", PosixFilePermissions.fromString("rw-------")))
                .isInstanceOf(TrainerException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void writesNoPrivateKeyWhereThePublicOneCannotBeWritten() throws IOException {
        // Given: a link to nowhere, which is in the way although nothing exists behind it
        KeyFiles files = KeyFiles.at(dir.resolve("k"));
        Files.createSymbolicLink(files.publicKey(), dir.resolve("nowhere"));

        // When, Then
        assertThatThrownBy(() -> files.write(SigningKey.generate())).isInstanceOf(TrainerException.class);
        assertThat(files.privateKey()).doesNotExist();
        assertThat(dir.resolve("nowhere")).doesNotExist();
    }
}
