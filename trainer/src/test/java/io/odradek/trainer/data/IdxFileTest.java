package io.odradek.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.file.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {
    private static final byte[] GOOD = idx(0x803, new int[] {2, 2, 3}, 12);

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsPlainAndCompressedFilesAlike(boolean compressed) throws IOException {
        // Given
        Path file = write(compressed ? gzip(GOOD) : GOOD);

        // When
        IdxFile idx = IdxFile.read(file, 3);

        // Then
        assertThat(idx.dimensions()).containsExactly(2, 2, 3);
        assertThat(idx.values()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(idx.sha256()).isEqualTo(Sha256.of(GOOD));
    }

    @Test
    void refusesAnotherMagicNumber() throws IOException {
        refuses(idx(0x801, new int[] {12}, 12), "magic number is 0x00000801, expected 0x00000803");
    }

    @Test
    void refusesAFileCutShort() throws IOException {
        refuses(Arrays.copyOf(GOOD, GOOD.length - 1), "found 11 bytes of values, expected 12 for the sizes [2, 2, 3]");
    }

    @Test
    void refusesAFileThatEndsInItsHeader() throws IOException {
        refuses(Arrays.copyOf(GOOD, 9), "ends before its header");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        refuses(new byte[0], "ends before its header");
    }

    @Test
    void refusesACutGzipStream() throws IOException {
        byte[] gzip = gzip(GOOD);
        refuses(Arrays.copyOf(gzip, gzip.length - 9), "cut short", "gzip stream");
    }

    @Test
    void refusesAGzipStreamWithAFlippedBit() throws IOException {
        byte[] gzip = gzip(GOOD);
        gzip[gzip.length - 6] ^= 1;
        refuses(gzip, "its gzip data is corrupt");
    }

    @Test
    void refusesBytesAfterTheLastValue() throws IOException {
        refuses(Arrays.copyOf(GOOD, GOOD.length + 1), "goes on after the 12 bytes");
    }

    @Test
    void refusesSizesThatAskForTooMuchMemory() throws IOException {
        refuses(idx(0x803, new int[] {Integer.MAX_VALUE, 28, 28}, 0), "at most 1073741824 bytes");
    }

    @Test
    void refusesSizesWhoseProductOverflows() throws IOException {
        refuses(idx(0x803, new int[] {1 << 24, 1 << 24, 1 << 24}, 0), "at most 1073741824 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void refusesSizesBelowOne(int size) throws IOException {
        refuses(idx(0x803, new int[] {2, size, 3}, 0), "expected sizes from 1");
    }

    @Test
    void namesAMissingFile() {
        assertThatThrownBy(() -> IdxFile.read(dir.resolve("none"), 3))
                .isInstanceOf(TrainerException.class)
                .hasMessage("cannot read " + dir.resolve("none") + ": no such file or directory");
    }

    private void refuses(byte[] content, String... anyReason) throws IOException {
        // Given
        Path file = write(content);

        // When, Then
        assertThatThrownBy(() -> IdxFile.read(file, 3))
                .isInstanceOf(TrainerException.class)
                .hasMessageContaining("damaged IDX file " + file)
                .satisfies(e -> assertThat(Arrays.stream(anyReason))
                        .as(e.toString())
                        .anyMatch(reason -> e.toString().contains(reason)));
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(dir.resolve("idx"), content);
    }

    private static byte[] idx(int magic, int[] sizes, int values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + values).putInt(magic);
        for (int size : sizes) {
            bytes.putInt(size);
        }
        for (int i = 0; i < values; i++) {
            bytes.put((byte) i);
        }
        return bytes.array();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }
}
