package io.odradek.streamer.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.image.Decoding.Decoded;
import io.odradek.streamer.image.Decoding.Rejected;
import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private static final InputSpec GREY_2X2 = new InputSpec(1, 2, 2, 0);
    private static final InputSpec GREY_16X16 = new InputSpec(1, 16, 16, 0);
    private static final InputSpec RGB_2X2 = new InputSpec(3, 2, 2, 0);
    private static final byte[] PNG = TestImages.encode(TestImages.grey(2, 2, 1, 50, 200, 255), "png");

    private final ImageDecoder decoder = new ImageDecoder();

    @Test
    void takesAGreyPngSampleBySample() {
        assertThat(tensor(PNG, null, GREY_2X2)).containsExactly(1, 50, (byte) 200, (byte) 255);
    }

    @Test
    void takesAJpegByItsFirstBytes() {
        byte[] jpeg = TestImages.encode(TestImages.grey(16, 16, filled(256, 100)), "jpg");

        byte[] tensor = tensor(jpeg, null, GREY_16X16);

        for (byte sample : tensor) {
            assertThat(sample & 255).isBetween(98, 102);
        }
    }

    @Test
    void takesRawPixelsByTheirLengthEvenIfTheyLookLikeABitmap() {
        byte[] raw = {'B', 'M', 0, 1};

        assertThat(tensor(raw, null, GREY_2X2)).isEqualTo(raw);
        assertThat(tensor(raw, "application/octet-stream", GREY_2X2)).isEqualTo(raw);
        assertThat(tensor(raw, "application/vnd.odradek.raw", GREY_2X2)).isEqualTo(raw);
    }

    @Test
    void takesAPngThatIsExactlyAsLongAsRawPixels() {
        InputSpec sameLength = new InputSpec(1, 1, PNG.length, 0);

        Decoding decoding = decoder.decode(PNG, null, sameLength);

        assertThat(decoding)
                .isInstanceOfSatisfying(
                        Rejected.class,
                        r -> assertThat(r.reason())
                                .as("decoded as PNG, whose size is another")
                                .isEqualTo(Reason.WRONG_SIZE));
    }

    @Test
    void putsRawColourPixelsIntoPlanes() {
        byte[] raw = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

        assertThat(tensor(raw, null, RGB_2X2)).containsExactly(1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12);
    }

    @Test
    void turnsColourIntoGreyWithTheStatedWeights() {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, new Color(255, 0, 0).getRGB());
        image.setRGB(1, 0, new Color(0, 255, 0).getRGB());
        image.setRGB(0, 1, new Color(0, 0, 255).getRGB());
        image.setRGB(1, 1, new Color(10, 20, 30).getRGB());

        byte[] tensor = tensor(TestImages.encode(image, "png"), "image/png", GREY_2X2);

        // 0.299 * 255 = 76.2, 0.587 * 255 = 149.7, 0.114 * 255 = 29.1, 2.99 + 11.74 + 3.42 = 18.15
        assertThat(tensor).containsExactly(76, (byte) 150, 29, 18);
    }

    @Test
    void repeatsGreyForAColourModel() {
        assertThat(tensor(PNG, null, RGB_2X2))
                .containsExactly(
                        1, 50, (byte) 200, (byte) 255, 1, 50, (byte) 200, (byte) 255, 1, 50, (byte) 200, (byte) 255);
    }

    @Test
    void blendsTransparencyOverTheStatedBackground() {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, new Color(200, 200, 200, 255).getRGB());
        image.setRGB(1, 0, new Color(200, 200, 200, 0).getRGB());
        image.setRGB(0, 1, new Color(200, 200, 200, 128).getRGB());
        byte[] png = TestImages.encode(image, "png");

        // (200 * 128 + 100 * 127 + 127) / 255 = 150
        assertThat(tensor(png, null, new InputSpec(1, 2, 2, 100))).containsExactly((byte) 200, 100, (byte) 150, 100);
        assertThat(tensor(png, null, GREY_2X2)).containsExactly((byte) 200, 0, 100, 0);
    }

    @Test
    void narrowsSixteenBitSamples() {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setPixels(0, 0, 2, 2, new int[] {0, 257 * 100, 257 * 100 + 129, 65_535});

        byte[] tensor = tensor(TestImages.encode(image, "png"), null, GREY_2X2);

        assertThat(tensor).containsExactly(0, 100, 101, (byte) 255);
    }

    @Test
    void expandsPalettes() {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_INDEXED);
        image.setRGB(0, 0, 0xffff0000);
        image.setRGB(1, 0, 0xff000000);
        image.setRGB(0, 1, 0xffffffff);
        image.setRGB(1, 1, 0xff0000ff);

        assertThat(tensor(TestImages.encode(image, "png"), null, GREY_2X2)).containsExactly(76, 0, (byte) 255, 29);
    }

    @Test
    void rejectsNothingAndZeroBytes() {
        assertThat(rejected(null, null)).isEqualTo(Reason.EMPTY);
        assertThat(rejected(new byte[0], "image/png")).isEqualTo(Reason.EMPTY);
    }

    @Test
    void rejectsTextAndOtherFormats() {
        assertThat(rejected("hello, world".getBytes(StandardCharsets.UTF_8), null))
                .isEqualTo(Reason.UNKNOWN_FORMAT);
        assertThat(rejected("II*\0 a TIFF".getBytes(StandardCharsets.UTF_8), null))
                .isEqualTo(Reason.UNKNOWN_FORMAT);
        assertThat(rejected(PNG, "text/plain")).isEqualTo(Reason.UNSUPPORTED_CONTENT_TYPE);
    }

    @Test
    void rejectsWhatContradictsItsContentType() {
        assertThat(rejected(PNG, "image/jpeg")).isEqualTo(Reason.CONTENT_TYPE_MISMATCH);
        assertThat(rejected(new byte[4], "image/png")).isEqualTo(Reason.CONTENT_TYPE_MISMATCH);
        assertThat(rejected(new byte[5], "application/vnd.odradek.raw")).isEqualTo(Reason.WRONG_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "IMAGE/PNG", "image/png; charset=binary", " image/png "})
    void readsContentTypesAsTheyAreWrittenInTheWild(String contentType) {
        assertThat(decoder.decode(PNG, contentType, GREY_2X2)).isInstanceOf(Decoded.class);
    }

    @Test
    void rejectsAHugePngBeforeDecodingIt() {
        byte[] huge = PNG.clone();
        // Width and height of 2^30: decoding would ask for an exabyte. The CRC is made right again.
        huge[16] = 0x40;
        huge[20] = 0x40;
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(huge, 12, 17);
        java.nio.ByteBuffer.wrap(huge).putInt(29, (int) crc.getValue());

        assertThat(rejected(huge, null)).isEqualTo(Reason.WRONG_SIZE);
    }

    @Test
    void rejectsAnImageOfMorePixelsThanAreDecoded() throws IOException {
        InputSpec anySize = new InputSpec(1, 2, 2, Fit.RESIZE, 0);

        for (int[] size : new int[][] {{16_385, 1}, {1, 16_385}, {4097, 4096}, {1 << 30, 1 << 30}}) {
            byte[] claim = BadImages.pngOfDimensions(size[0], size[1]);
            assertThat(decoder.decode(claim, null, anySize))
                    .isInstanceOfSatisfying(
                            Rejected.class, r -> assertThat(r.reason()).isEqualTo(Reason.TOO_MANY_PIXELS));
        }
        // Of the most pixels it is not the size that is refused, but the data that is missing.
        assertThat(decoder.decode(BadImages.pngOfDimensions(4096, 4096), null, anySize))
                .isInstanceOfSatisfying(
                        Rejected.class, r -> assertThat(r.reason()).isEqualTo(Reason.CORRUPT_IMAGE));
    }

    @Test
    void takesImagesOfAnySizeWhereTheModelDoes() {
        InputSpec resize = new InputSpec(1, 2, 2, Fit.RESIZE, 0);
        InputSpec crop = new InputSpec(1, 2, 2, Fit.CROP, 0);
        byte[] wide = TestImages.encode(TestImages.grey(3, 2, 1, 2, 3, 4, 5, 6), "png");

        assertThat(tensor(PNG, null, resize)).containsExactly(1, 50, (byte) 200, (byte) 255);
        // Columns with the weights 5, 3 of 8: (5·1 + 3·2) / 8 = 1.4, (3·2 + 5·3) / 8 = 2.6.
        assertThat(tensor(wide, null, resize)).containsExactly(1, 3, 4, 6);
        assertThat(tensor(wide, null, crop)).containsExactly(1, 2, 4, 5);
        assertThat(decoder.decode(new byte[5], "application/vnd.odradek.raw", resize))
                .as("raw pixels have no size of their own")
                .isInstanceOfSatisfying(
                        Rejected.class, r -> assertThat(r.reason()).isEqualTo(Reason.WRONG_LENGTH));
    }

    @Test
    void rejectsAnImageOfAnotherSize() {
        assertThat(rejected(TestImages.encode(TestImages.grey(3, 2, 1, 2, 3, 4, 5, 6), "png"), null))
                .isEqualTo(Reason.WRONG_SIZE);
        assertThat(rejected(TestImages.encode(TestImages.grey(16, 16, filled(256, 9)), "jpg"), null))
                .isEqualTo(Reason.WRONG_SIZE);
    }

    @Test
    void rejectsAPngCutOffAnywhere() {
        for (int length = 8; length < PNG.length; length++) {
            assertThat(rejected(Arrays.copyOf(PNG, length), null))
                    .as("first %d of %d bytes", length, PNG.length)
                    .isEqualTo(Reason.CORRUPT_IMAGE);
        }
    }

    @Test
    void rejectsAPngWithAnyOneByteChanged() {
        for (int at = 8; at < PNG.length; at++) {
            byte[] damaged = PNG.clone();
            damaged[at] ^= 0x15;
            assertThat(decoder.decode(damaged, null, GREY_2X2))
                    .as("byte %d changed", at)
                    .isInstanceOf(Rejected.class);
        }
    }

    @Test
    void rejectsAJpegCutOffAnywhere() {
        byte[] jpeg = TestImages.encode(TestImages.grey(16, 16, filled(256, 100)), "jpg");
        for (int length = 3; length < jpeg.length; length++) {
            assertThat(decoder.decode(Arrays.copyOf(jpeg, length), null, GREY_16X16))
                    .as("first %d of %d bytes", length, jpeg.length)
                    .isInstanceOf(Rejected.class);
        }
    }

    @Test
    void takesTheSamplesOfAJpegAsTheyAreStoredWhateverItsColourProfile() throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, new Color(200, 100, 50).getRGB());
        }
        InputSpec spec = new InputSpec(3, 16, 16, 0);
        byte[] plain = TestImages.encode(image, "jpg");
        ICC_Profile profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB);
        byte[] profiled = TestImages.withColourProfile(plain, profile.getData());
        // Without the rule the profile matters, or this test would prove nothing.
        assertThat(ImageIO.read(new ByteArrayInputStream(profiled)).getRGB(0, 0))
                .isNotEqualTo(ImageIO.read(new ByteArrayInputStream(plain)).getRGB(0, 0));

        assertThat(tensor(profiled, null, spec)).isEqualTo(tensor(plain, null, spec));
    }

    @Test
    void decodesTheNextImageAfterABadOne() {
        assertThat(decoder.decode(Arrays.copyOf(PNG, PNG.length - 20), null, GREY_2X2))
                .isInstanceOf(Rejected.class);
        assertThat(tensor(PNG, null, GREY_2X2)).containsExactly(1, 50, (byte) 200, (byte) 255);
    }

    @ParameterizedTest
    @CsvSource({"evil\ntype", "'x-very-long-x-very-long-x-very-long-x-very-long-x-very-long-x-very-long-x'"})
    void keepsHostileHeadersOutOfMessages(String contentType) {
        Decoding decoding = decoder.decode(PNG, contentType, GREY_2X2);

        assertThat(decoding)
                .isInstanceOfSatisfying(
                        Rejected.class,
                        r -> assertThat(r.message()).doesNotContain("\n").hasSizeLessThan(220));
    }

    private byte[] tensor(byte[] value, @Nullable String contentType, InputSpec spec) {
        Decoding decoding = decoder.decode(value, contentType, spec);
        assertThat(decoding).isInstanceOf(Decoded.class);
        return ((Decoded) decoding).tensor();
    }

    private Reason rejected(byte @Nullable [] value, @Nullable String contentType) {
        Decoding decoding = decoder.decode(value, contentType, GREY_2X2);
        assertThat(decoding).isInstanceOf(Rejected.class);
        return ((Rejected) decoding).reason();
    }

    private static int[] filled(int length, int value) {
        int[] samples = new int[length];
        Arrays.fill(samples, value);
        return samples;
    }
}
