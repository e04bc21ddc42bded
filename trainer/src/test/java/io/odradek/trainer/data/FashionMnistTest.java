package io.odradek.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.FashionMnist.Member;
import io.odradek.trainer.data.FashionMnist.Split;
import io.odradek.trainer.file.Sha256;
import io.odradek.trainer.testing.RealData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FashionMnistTest {
    @TempDir
    Path dir;

    @Test
    void holdsAsManyImagesOfEachClass() {
        // Given
        LabelledImages test = RealData.test();
        int[] counts = new int[10];

        // When
        for (int i = 0; i < test.size(); i++) {
            counts[test.label(i)]++;
        }

        // Then
        assertThat(test.size()).isEqualTo(10_000);
        assertThat(counts).containsOnly(1000);
    }

    @ParameterizedTest
    @EnumSource(Split.class)
    void knowsTheDigestOfBothFilesOfASplit(Split split) throws IOException {
        // Given
        String prefix = split == Split.TRAIN ? "train" : "t10k";

        // When
        String digest = Sha256.of(unpack(prefix + "-images-idx3-ubyte.gz"), unpack(prefix + "-labels-idx1-ubyte.gz"));

        // Then
        assertThat(split.sha256()).isEqualTo(digest);
    }

    @Test
    void readsUncompressedFilesToo() throws IOException {
        // Given
        Files.write(dir.resolve("t10k-labels-idx1-ubyte"), unpack("t10k-labels-idx1-ubyte.gz"));

        // When
        IdxFile labels = Member.TEST_LABELS.read(dir);

        // Then
        assertThat(labels.dimensions()).containsExactly(10_000);
    }

    @Test
    void refusesAWellFormedFileOfOtherData() throws IOException {
        // Given
        byte[] labels = ByteBuffer.allocate(10).putInt(0x801).putInt(2).array();
        Path file = Files.write(dir.resolve("t10k-labels-idx1-ubyte"), labels);

        // When, Then
        assertThatThrownBy(() -> Member.TEST_LABELS.read(dir))
                .isInstanceOf(TrainerException.class)
                .hasMessageContaining(file + " is not Fashion-MNIST")
                .hasMessageContaining("has SHA-256 " + Sha256.of(labels))
                .hasMessageContaining("expected 0402a96d");
    }

    @Test
    void saysHowToGetAMissingFile() {
        assertThatThrownBy(() -> FashionMnist.verify(dir))
                .isInstanceOf(TrainerException.class)
                .hasMessageContaining("no train-images-idx3-ubyte.gz in " + dir)
                .hasMessageContaining("trainer data --fetch");
    }

    private static byte[] unpack(String name) throws IOException {
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(RealData.directory().resolve(name)))) {
            return in.readAllBytes();
        }
    }
}
