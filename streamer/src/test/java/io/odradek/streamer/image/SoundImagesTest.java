package io.odradek.streamer.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.image.Decoding.Decoded;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats beside PNG, against what ImageIO reads, or by hand where it reads nothing or not the same. */
class SoundImagesTest {
    private final ImageDecoder decoder = new ImageDecoder();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BMP of 1 bit",
                "BMP of 4 bits",
                "BMP of 8 bits",
                "BMP of 8 bits from the top",
                "BMP of 8 bits in runs",
                "BMP of 16 bits",
                "BMP of 16 bits in fields",
                "BMP of 24 bits",
                "BMP of 32 bits in fields",
                "GIF",
                "GIF without passes"
            })
    void readsASampleAsImageIoDoes(String kind) throws IOException {
        byte[] file = Samples.named(kind);

        byte[] tensor = tensor(file, Samples.WIDTH, Samples.HEIGHT, 0);

        assertThat(tensor).isEqualTo(planes(ImageIO.read(new ByteArrayInputStream(file))));
    }

    @Test
    void readsRunsOfHalfBytesAsTheSamePixelsWithoutRuns() {
        assertThat(tensor(Samples.named("BMP of 4 bits in runs"), Samples.WIDTH, Samples.HEIGHT, 0))
                .isEqualTo(tensor(Samples.named("BMP of 4 bits"), Samples.WIDTH, Samples.HEIGHT, 0));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "300, 200", "200, 1", "3, 500"})
    void readsGifsWhoseCodesFillTheirTable(int width, int height) {
        Random random = new Random(width);
        for (int type : new int[] {BufferedImage.TYPE_BYTE_BINARY, BufferedImage.TYPE_BYTE_INDEXED}) {
            BufferedImage image = new BufferedImage(width, height, type);
            int colours = type == BufferedImage.TYPE_BYTE_BINARY ? 2 : 256;
            for (int i = 0; i < width * height; i++) {
                // Noise at the top, and runs below.
                image.getRaster()
                        .setSample(i % width, i / width, 0, i < 20_000 ? random.nextInt(colours) : i / 97 % colours);
            }
            for (int mode : new int[] {ImageWriteParam.MODE_DEFAULT, ImageWriteParam.MODE_DISABLED}) {
                byte[] gif = TestImages.encode(image, "gif", param -> param.setProgressiveMode(mode));

                assertThat(tensor(gif, width, height, 0)).isEqualTo(planes(image));
            }
        }
    }

    @Test
    void putsTheFirstPictureOfAGifOnItsScreen() {
        byte[] gif = TestImages.gif(3, 2, 1, 0, new int[] {0, 1, 2, 3}, 2);

        // Colours are 10, 20, 30, 40; 2 is transparent, and what the picture leaves free too. The second one is
        // ignored.
        assertThat(grey(gif, 3, 2, 99)).containsExactly(99, 10, 20, 99, 99, 40);
    }

    @Test
    void makesInkToLightByTheStatedFormula() {
        // JPEG changes a flat colour by at most one or two.
        // (255 - 10) * (255 - 200) / 255 = 52.8, 195 * 55 / 255 = 42.1, 135 * 55 / 255 = 29.1
        assertThat(pixel(TestImages.fourComponentJpeg(8, 8, -1, 10, 60, 120, 200)))
                .containsExactly(53, 42, 29);
        // 10 * 200 / 255 = 7.8, 60 * 200 / 255 = 47.1, 120 * 200 / 255 = 94.1
        assertThat(pixel(TestImages.fourComponentJpeg(8, 8, 0, 10, 60, 120, 200)))
                .containsExactly(8, 47, 94);
        // Y 10, Cb 60, Cr 120: red 10 - 1.402 * 8 < 0, green 10 + 0.344136 * 68 + 0.714136 * 8 = 39.1, blue < 0;
        // 255 * 200 / 255 = 200, (255 - 39) * 200 / 255 = 169.4
        assertThat(pixel(TestImages.fourComponentJpeg(8, 8, 2, 10, 60, 120, 200)))
                .containsExactly((byte) 200, (byte) 169, (byte) 200);
        // ImageMagick's cmyk(10,20,30,40) is stored as Y 18, Cb 134, Cr 122, K 216: red 9.6, green 20.2, blue 28.6;
        // (255 - 10) * 216 / 255 = 207.5, (255 - 20) * 216 / 255 = 199.1, (255 - 29) * 216 / 255 = 191.4
        assertThat(tensor(TestImages.cmykJpeg(), 4, 4, 0)).contains((byte) 208, (byte) 199, (byte) 191);
    }

    @Test
    void doesNotGuessWhatFourComponentsMean() {
        assertThat(reason(TestImages.fourComponentJpeg(8, 8, 1, 1, 2, 3, 4))).isEqualTo(Reason.UNSUPPORTED_IMAGE);
    }

    @Test
    void asksNothingOfAnAdobeSegmentBehindTheFirstScan() {
        byte[] jpeg = TestImages.fourComponentJpeg(8, 8, 0, 10, 60, 120, 200);
        byte[] late = TestImages.fourComponentJpeg(8, 8, 2, 10, 60, 120, 200);
        byte[] longer = Arrays.copyOf(jpeg, jpeg.length + 16);
        // Its 16 bytes stand behind the first two, and now also before the last two.
        System.arraycopy(late, 2, longer, jpeg.length - 2, 16);
        System.arraycopy(jpeg, jpeg.length - 2, longer, longer.length - 2, 2);

        assertThat(pixel(longer)).isEqualTo(pixel(jpeg)).isNotEqualTo(pixel(late));
    }

    private byte[] pixel(byte[] file) {
        byte[] tensor = tensor(file, 8, 8, 0);
        return new byte[] {tensor[9], tensor[64 + 9], tensor[128 + 9]};
    }

    private byte[] tensor(byte[] file, int width, int height, int background) {
        return ((Decoded) decoder.decode(file, null, new InputSpec(3, height, width, background))).tensor();
    }

    private byte[] grey(byte[] file, int width, int height, int background) {
        return ((Decoded) decoder.decode(file, null, new InputSpec(1, height, width, background))).tensor();
    }

    private Reason reason(byte[] file) {
        return ((Decoding.Rejected) decoder.decode(file, null, new InputSpec(1, 8, 8, 0))).reason();
    }

    private static byte[] planes(BufferedImage image) {
        int pixels = image.getWidth() * image.getHeight();
        byte[] planes = new byte[3 * pixels];
        for (int i = 0; i < pixels; i++) {
            int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
            planes[i] = (byte) (rgb >> 16);
            planes[pixels + i] = (byte) (rgb >> 8);
            planes[2 * pixels + i] = (byte) rgb;
        }
        return planes;
    }
}
