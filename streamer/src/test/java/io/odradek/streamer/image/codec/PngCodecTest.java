package io.odradek.streamer.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.image.BadImages;
import io.odradek.streamer.image.TestImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PngCodecTest {
    private static final int BACKGROUND = 77;

    private final PngCodec codec = new PngCodec();
    private final ImageIoPixels imageIo = new ImageIoPixels("png");
    private final Random random = new Random(20_261_124);

    @Test
    void readsEveryKindPixelForPixelAsImageIoDoes() throws BadImageException {
        for (int i = 0; i < 10_000; i++) {
            byte[] png = RandomPng.next(random, i % 100 == 0 ? 100 : 12);

            assertThat(planes(png)).as("image %d", i).isEqualTo(imageIo.planes(png, BACKGROUND));
        }
    }

    @Test
    void takesADamagedOneOnlyWhereImageIoReadsTheSamePixels() {
        int taken = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] png = RandomPng.next(random, 8);
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                png[8 + random.nextInt(png.length - 8)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] damaged = RandomPng.withRightCrcs(png);

            byte[] read = planesOrNull(damaged);

            if (read != null) {
                taken++;
                assertThat(read).as("image %d", i).isEqualTo(imageIo.planes(damaged, BACKGROUND));
            }
        }
        assertThat(taken).as("damaged in a colour, not in the structure").isBetween(500, 8_000);
    }

    @Test
    void refusesAnIndexThatHasNoColour() throws IOException {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_INDEXED);
        image.getRaster().setSample(1, 1, 0, 200);
        byte[] sound = TestImages.encode(image, "png");
        byte[] shortPalette = BadImages.withPaletteOf(sound, 200);

        assertThat(planesOrNull(sound)).isNotNull();
        assertThat(imageIo.planes(shortPalette, 0)).as("ImageIO takes entry 0").isNotNull();
        assertThatThrownBy(() -> planes(shortPalette))
                .isInstanceOf(BadImageException.class)
                .hasMessage("a pixel has colour 200 of a palette of 200");
    }

    private byte[] planes(byte[] png) throws BadImageException {
        EncodedImage image = codec.open(png);
        Planes planes = new Planes(image.width() * image.height(), 3, BACKGROUND);
        image.read(planes);
        return planes.samples();
    }

    private byte @Nullable [] planesOrNull(byte[] png) {
        try {
            EncodedImage image = codec.open(png);
            return (long) image.width() * image.height() < 1_000 ? planes(png) : null;
        } catch (BadImageException e) {
            return null;
        }
    }
}
