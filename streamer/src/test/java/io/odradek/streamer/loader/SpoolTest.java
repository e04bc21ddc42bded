package io.odradek.streamer.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {
    private static final byte[] FILE = {1, 2, 3};

    @TempDir
    private Path parent;

    @Test
    void keepsFilesInAPrivateLockedDirectoryUntilItIsClosed() throws IOException {
        try (Spool spool = Spool.under(parent)) {
            spool.put("a", FILE);

            assertThat(spool.has("a")).isTrue();
            assertThat(spool.path("a")).hasBinaryContent(FILE);
            assertPrivateAndLocked(directory(spool));
        }
        assertThat(parent).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void makesANewPrivateLockedDirectoryWhenItsOwnIsGoneOrAnotherStandsThere(boolean another) throws IOException {
        // Given
        try (Spool spool = Spool.under(parent)) {
            spool.put("a", FILE);
            Path old = directory(spool);
            delete(old);
            if (another) {
                // With a file of somebody else's under the expected name.
                Files.createDirectory(old);
                Files.write(old.resolve("a.onnx"), new byte[] {6, 6, 6});
            }
            assertThat(spool.has("a")).isFalse();

            // When
            spool.put("b", FILE);
            Path fetched = spool.fetched("c");
            Path incoming = spool.incoming();

            // Then
            assertThat(directory(spool))
                    .isNotEqualTo(old)
                    .isEqualTo(fetched.getParent())
                    .isEqualTo(incoming.getParent());
            assertPrivateAndLocked(directory(spool));
            assertThat(spool.has("a")).isFalse();
            assertThat(spool.has("b")).isTrue();
        }
        assertThat(list(parent)).as("what another made is left alone").hasSize(another ? 1 : 0);
    }

    @Test
    void deletesWhatAKilledProcessLeftBehindAndNothingElse() throws IOException {
        // Given
        Path abandoned = old("odradek-models-1");
        Files.createFile(abandoned.resolve("lock"));
        Files.setLastModifiedTime(abandoned, FileTime.fromMillis(0));
        Path withoutLock = old("odradek-models-backup");
        Path young = Files.createDirectory(parent.resolve("odradek-models-2"));
        Files.createFile(young.resolve("lock"));
        Path target = old("precious");
        Files.createFile(target.resolve("lock"));
        Files.createSymbolicLink(parent.resolve("odradek-models-3"), target);
        try (Spool live = Spool.under(parent)) {
            live.put("a", FILE);
            Files.setLastModifiedTime(directory(live), FileTime.fromMillis(0));

            // When
            Spool.under(parent).close();

            // Then
            assertThat(abandoned).doesNotExist();
            assertThat(withoutLock.resolve("kept.onnx")).exists();
            assertThat(young).exists();
            assertThat(target.resolve("kept.onnx")).exists();
            assertThat(live.has("a")).isTrue();
        }
    }

    private Path old(String name) throws IOException {
        Path dir = Files.createDirectory(parent.resolve(name));
        Files.write(dir.resolve("kept.onnx"), FILE);
        Files.setLastModifiedTime(dir, FileTime.fromMillis(0));
        return dir;
    }

    private static Path directory(Spool spool) {
        return Objects.requireNonNull(spool.path("a").getParent());
    }

    private static void assertPrivateAndLocked(Path dir) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir)))
                .isEqualTo("rwx------");
        assertThat(dir.resolve("lock")).exists();
    }

    private static void delete(Path dir) throws IOException {
        for (Path file : list(dir)) {
            Files.delete(file);
        }
        Files.delete(dir);
    }

    private static List<Path> list(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.toList();
        }
    }
}
