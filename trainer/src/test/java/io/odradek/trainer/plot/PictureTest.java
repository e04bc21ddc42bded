package io.odradek.trainer.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.trainer.data.InputSpec;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureTest {
    @Test
    void greyIsGrey() throws IOException {
        // Given two rows of three
        byte[] pixels = {0, 100, (byte) 200, 1, 2, (byte) 255};

        // When
        BufferedImage image = decoded(Picture.of(pixels, InputSpec.grey(2, 3)));

        // Then
        assertThat(image.getWidth()).isEqualTo(3);
        assertThat(image.getRGB(2, 0)).isEqualTo(0xffc8c8c8);
        assertThat(image.getRGB(0, 1)).isEqualTo(0xff010101);
    }

    @Test
    void coloursComeFromTheirPlanes() throws IOException {
        // Given one row of two pixels: red 10 20, green 30 40, blue 50 60
        byte[] pixels = {10, 20, 30, 40, 50, 60};

        // When
        BufferedImage image = decoded(Picture.of(pixels, InputSpec.of(3, 1, 2, "exact")));

        // Then
        assertThat(image.getRGB(1, 0)).isEqualTo(0xff14283c);
    }

    @Test
    void largeImagesAreMadeSmaller() throws IOException {
        // Given
        byte[] pixels = new byte[1000 * 500];
        Arrays.fill(pixels, (byte) 90);

        // When
        BufferedImage image = decoded(Picture.of(pixels, InputSpec.grey(1000, 500)));

        // Then
        assertThat(image.getHeight()).isEqualTo(Picture.MAX_SIDE);
        assertThat(image.getWidth()).isEqualTo(Picture.MAX_SIDE / 2);
        assertThat(image.getRGB(40, 80)).isEqualTo(0xff5a5a5a);
    }

    private static BufferedImage decoded(Picture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture.png()));
    }
}
