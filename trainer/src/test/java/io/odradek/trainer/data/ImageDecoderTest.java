package io.odradek.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.trainer.data.ImageDecoder.Decoded;
import io.odradek.trainer.data.ImageDecoder.Outcome;
import io.odradek.trainer.data.ImageDecoder.Undecodable;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected values are worked out by hand from the contract's pixel rules. */
class ImageDecoderTest {
    private static final List<Double> LUMA = List.of(0.299, 0.587, 0.114);

    @Test
    void keepsGreySamplesAsStored() throws IOException {
        // A colour-managed conversion would bend the grey curve: 100 would not stay 100.
        byte[] png = png(samples(ColorSpace.CS_GRAY, DataBuffer.TYPE_BYTE, false, new int[] {0}, new int[] {100}));

        assertThat(decode(png, 1, 0)).containsExactly(0, 100);
    }

    @Test
    void weighsRedGreenAndBlue() throws IOException {
        // (299*10 + 587*20 + 114*30 + 500) / 1000 = 18650 / 1000 = 18; (299*255 + 500) / 1000 = 76745 / 1000 = 76
        byte[] png = png(samples(
                ColorSpace.CS_sRGB, DataBuffer.TYPE_BYTE, false, new int[] {10, 20, 30}, new int[] {255, 0, 0}));

        assertThat(decode(png, 1, 0)).containsExactly(18, 76);
    }

    @Test
    void separatesThePlanesOfAColourTensor() throws IOException {
        byte[] png =
                png(samples(ColorSpace.CS_sRGB, DataBuffer.TYPE_BYTE, false, new int[] {1, 2, 3}, new int[] {4, 5, 6}));

        assertThat(decode(png, 3, 0)).containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void ignoresTheColourProfileOfAJpeg() throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, 0xc86432);
        }
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", encoded);
        byte[] plain = encoded.toByteArray();
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        ByteArrayOutputStream profiled = new ByteArrayOutputStream();
        profiled.write(plain, 0, 2);
        int length = 2 + 14 + profile.length;
        profiled.write(new byte[] {(byte) 0xff, (byte) 0xe2, (byte) (length >> 8), (byte) length});
        profiled.write("ICC_PROFILE\0\u0001\u0001".getBytes(StandardCharsets.ISO_8859_1));
        profiled.write(profile);
        profiled.write(plain, 2, plain.length - 2);
        ImageDecoder decoder = new ImageDecoder(new InputSpec("NCHW", "uint8", 3, 16, 16, "exact", LUMA, 0, "ignore"));

        Outcome expected = decoder.decode(plain);
        Outcome found = decoder.decode(profiled.toByteArray());

        assertThat(((Decoded) found).pixels()).isEqualTo(((Decoded) expected).pixels());
    }

    @Test
    void repeatsGreyInAColourTensor() throws IOException {
        byte[] png = png(samples(ColorSpace.CS_GRAY, DataBuffer.TYPE_BYTE, false, new int[] {7}, new int[] {9}));

        assertThat(decode(png, 3, 0)).containsExactly(7, 9, 7, 9, 7, 9);
    }

    @Test
    void blendsColourOverTheBackgroundBeforeItTurnsGrey() throws IOException {
        // Background 50. Red at alpha 128: (200*128 + 50*127 + 127) / 255 = 32077 / 255 = 125;
        // green and blue: (0 + 6350 + 127) / 255 = 25. Grey: (299*125 + 587*25 + 114*25 + 500) / 1000 = 55400 / 1000 =
        // 55.
        // Alpha 0 is the background alone: 50.
        byte[] png = png(samples(
                ColorSpace.CS_sRGB, DataBuffer.TYPE_BYTE, true, new int[] {200, 0, 0, 128}, new int[] {9, 9, 9, 0}));

        assertThat(decode(png, 1, 50)).containsExactly(55, 50);
    }

    @Test
    void blendsGreyOverTheBackground() throws IOException {
        // (100*51 + 200*204 + 127) / 255 = 46027 / 255 = 180; opaque stays.
        byte[] png =
                png(samples(ColorSpace.CS_GRAY, DataBuffer.TYPE_BYTE, true, new int[] {100, 51}, new int[] {100, 255}));

        assertThat(decode(png, 1, 200)).containsExactly(180, 100);
    }

    @Test
    void expandsAPaletteWithItsTransparency() throws IOException {
        // Entry 0: (299*255 + 587*0 + 114*0 + 500) / 1000 = 76. Entry 1 is transparent: the background, 10.
        IndexColorModel palette = new IndexColorModel(
                8, 2, new byte[] {(byte) 255, 77}, new byte[] {0, 77}, new byte[] {0, 77}, new byte[] {(byte) 255, 0});
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
        image.getRaster().setSample(1, 0, 0, 1);

        assertThat(decode(png(image), 1, 10)).containsExactly(76, 10);
    }

    @Test
    void doesNotApplyTheOneTransparentColourOfAnImageWithoutPalette() throws IOException {
        byte[] grey = png(samples(ColorSpace.CS_GRAY, DataBuffer.TYPE_BYTE, false, new int[] {50}, new int[] {100}));
        byte[] colour =
                png(samples(ColorSpace.CS_sRGB, DataBuffer.TYPE_BYTE, false, new int[] {1, 2, 3}, new int[] {4, 5, 6}));

        assertThat(decode(withTransparency(grey, 0, 100), 1, 10)).containsExactly(50, 100);
        assertThat(decode(withTransparency(colour, 0, 1, 0, 2, 0, 3), 3, 10)).containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void spreadsOneBitGreyOverTheWholeRange() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
        image.getRaster().setSample(1, 0, 0, 1);

        assertThat(decode(png(image), 1, 0)).containsExactly(0, 255);
    }

    @Test
    void rounds16BitSamples() throws IOException {
        // (128 + 128) / 257 = 0; (129 + 128) / 257 = 1
        byte[] low = png(samples(ColorSpace.CS_GRAY, DataBuffer.TYPE_USHORT, false, new int[] {128}, new int[] {129}));
        // (65535 + 128) / 257 = 255; (32767 + 128) / 257 = 127
        byte[] high =
                png(samples(ColorSpace.CS_GRAY, DataBuffer.TYPE_USHORT, false, new int[] {65535}, new int[] {32767}));

        assertThat(decode(low, 1, 0)).containsExactly(0, 1);
        assertThat(decode(high, 1, 0)).containsExactly(255, 127);
    }

    @Test
    void rounds16BitColourAndAlphaBeforeItBlends() throws IOException {
        // Samples 257*200, 257*100, 257*50, alpha 257*128 are 200, 100, 50, 128 in 8 bits. Over 0:
        // (200*128 + 127) / 255 = 100, (12800 + 127) / 255 = 50, (6400 + 127) / 255 = 25.
        byte[] png = png(samples(
                ColorSpace.CS_sRGB,
                DataBuffer.TYPE_USHORT,
                true,
                new int[] {257 * 200, 257 * 100, 257 * 50, 257 * 128},
                new int[] {0, 0, 0, 65535}));

        assertThat(decode(png, 3, 0)).containsExactly(100, 0, 50, 0, 25, 0);
    }

    @Test
    void returnsExactlyWhatThePngEncoderGot() {
        // Given
        byte[] pixels = new byte[256];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        InputSpec input = InputSpec.grey(16, 16);

        // When
        Outcome outcome = new ImageDecoder(input).decode(PngEncoder.encode(pixels, input));

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Decoded.class, decoded -> assertThat(decoded.pixels()).isEqualTo(pixels));
    }

    @Test
    void refusesAnotherSizeAndNeverSqueezes() {
        // Given
        byte[] png = PngEncoder.encode(new byte[6], InputSpec.grey(2, 3));

        // When
        Outcome outcome = new ImageDecoder(InputSpec.grey(3, 2)).decode(png);

        // Then
        assertThat(outcome).isEqualTo(new Undecodable("it has 2x3 pixels (height x width), expected 3x2"));
    }

    @Test
    void refusesWhatIsNoImage() {
        assertThat(new ImageDecoder(InputSpec.grey(1, 2)).decode(new byte[] {1, 2, 3}))
                .isEqualTo(new Undecodable("it is neither PNG nor JPEG"));
    }

    /** Java would read them, but a streamer refuses them, and a model that shows one as golden. */
    @ParameterizedTest
    @ValueSource(strings = {"gif", "bmp"})
    void refusesOtherFormats(String format) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        assertThat(ImageIO.write(new BufferedImage(2, 1, BufferedImage.TYPE_3BYTE_BGR), format, file))
                .isTrue();

        assertThat(new ImageDecoder(InputSpec.grey(1, 2)).decode(file.toByteArray()))
                .isEqualTo(new Undecodable("it is neither PNG nor JPEG"));
        assertThat(ImageDecoder.header(file.toByteArray())).isInstanceOf(Undecodable.class);
    }

    @Test
    void refusesADamagedImage() {
        // Given
        byte[] png = PngEncoder.encode(new byte[784], InputSpec.grey(28, 28));

        // When
        Outcome outcome = new ImageDecoder(InputSpec.grey(28, 28)).decode(Arrays.copyOf(png, 45));

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Undecodable.class,
                        undecodable -> assertThat(undecodable.reason()).startsWith("damaged image"));
    }

    /** With a tRNS chunk behind the header chunk. */
    private static byte[] withTransparency(byte[] png, int... data) {
        int behindHeader = 33;
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
        chunk.putInt(data.length).put("tRNS".getBytes(StandardCharsets.US_ASCII));
        for (int one : data) {
            chunk.put((byte) one);
        }
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + data.length);
        chunk.putInt((int) crc.getValue());
        return ByteBuffer.allocate(png.length + chunk.capacity())
                .put(png, 0, behindHeader)
                .put(chunk.array())
                .put(png, behindHeader, png.length - behindHeader)
                .array();
    }

    private static int[] decode(byte[] encoded, int channels, int background) {
        InputSpec input = new InputSpec("NCHW", "uint8", channels, 1, 2, "exact", LUMA, background, "ignore");
        Outcome outcome = new ImageDecoder(input).decode(encoded);
        assertThat(outcome).isInstanceOf(Decoded.class);
        byte[] pixels = ((Decoded) outcome).pixels();
        int[] unsigned = new int[pixels.length];
        Arrays.setAll(unsigned, i -> pixels[i] & 0xff);
        return unsigned;
    }

    /** An image of one row whose samples are exactly these. */
    private static BufferedImage samples(int colorSpace, int type, boolean alpha, int[]... pixels) {
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(colorSpace),
                alpha,
                false,
                alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                type);
        WritableRaster raster = model.createCompatibleWritableRaster(pixels.length, 1);
        for (int x = 0; x < pixels.length; x++) {
            raster.setPixel(x, 0, pixels[x]);
        }
        return new BufferedImage(model, raster, false, null);
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, "png", out)).isTrue();
        return out.toByteArray();
    }
}
