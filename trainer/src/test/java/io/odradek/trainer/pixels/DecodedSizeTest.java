package io.odradek.trainer.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.trainer.testing.Folders;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodedSizeTest {
    private static final int MOST = 1000;

    @TempDir
    Path dir;

    @Test
    void countsTheSamplesOfEachKindAndThePlanes() {
        assertSize("png", BufferedImage.TYPE_BYTE_INDEXED, 1 + 3);
        assertSize("png", BufferedImage.TYPE_BYTE_GRAY, 1 + 3);
        assertSize("png", BufferedImage.TYPE_USHORT_GRAY, 2 + 3);
        assertSize("png", BufferedImage.TYPE_3BYTE_BGR, 3 + 3);
        assertSize("png", BufferedImage.TYPE_4BYTE_ABGR, 4 + 3);
        assertSize("jpg", BufferedImage.TYPE_BYTE_GRAY, 1 + 3);
        assertSize("jpg", BufferedImage.TYPE_3BYTE_BGR, 3 + 3);
    }

    @Test
    void aJpegOfFourComponentsIsThereTwice() {
        byte[] head = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xc0, 0, 20, 8, 0, 20, 0, 30, 4, 0, 0};

        assertThat(DecodedSize.of(head, 1, MOST)).isEqualTo(20 * 30 * (4 + 3 + 1));
    }

    @Test
    void countsTheMostThatMayBeDecodedWhereThereIsMoreOrNobodyKnows() {
        byte[] large = read("png", BufferedImage.TYPE_3BYTE_BGR, 2000, 1);
        byte[] jpeg = read("jpg", BufferedImage.TYPE_3BYTE_BGR, 20, 30);
        byte[] claims = large.clone();
        Arrays.fill(claims, 16, 24, (byte) 0xff);

        assertThat(DecodedSize.of(large, 3, MOST)).isEqualTo(MOST * (3 + 3));
        assertThat(DecodedSize.of(claims, 3, MOST)).isEqualTo(MOST * (3 + 3));
        assertThat(DecodedSize.of(Arrays.copyOf(jpeg, 40), 3, MOST)).isEqualTo(MOST * (8 + 3));
    }

    @Test
    void whatIsNoImageIsNotDecoded() {
        assertThat(DecodedSize.of(new byte[0], 3, MOST)).isZero();
        assertThat(DecodedSize.of(new byte[100], 3, MOST)).isZero();
    }

    private void assertSize(String format, int type, int bytesOfAPixel) {
        assertThat(DecodedSize.of(read(format, type, 20, 30), 3, MOST))
                .as("%s %d", format, type)
                .isEqualTo(600L * bytesOfAPixel);
    }

    private byte[] read(String format, int type, int height, int width) {
        try {
            return Files.readAllBytes(Folders.image(dir.resolve("image." + format), height, width, type, 1));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
