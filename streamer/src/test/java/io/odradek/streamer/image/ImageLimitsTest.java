package io.odradek.streamer.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.odradek.streamer.image.Decoding.Decoded;
import io.odradek.streamer.image.Decoding.Rejected;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;

/** What is beyond a limit is refused by what the file says of itself. */
class ImageLimitsTest {
    private static final int WIDTH = Samples.WIDTH;
    private static final int HEIGHT = Samples.HEIGHT;
    private static final InputSpec EXACT = new InputSpec(1, HEIGHT, WIDTH, 0);
    private static final InputSpec RESIZE = new InputSpec(1, 4, 4, Fit.RESIZE, 0);

    @Test
    void holdForEveryFormatAndAlsoWhereTheModelTakesOneSize() {
        for (InputSpec spec : new InputSpec[] {EXACT, RESIZE}) {
            Samples.all().forEach((kind, file) -> {
                int bytes = file.length;
                int pixels = WIDTH * HEIGHT;
                assertThat(reason(new ImageLimits(bytes - 1, HEIGHT, pixels, 1), file, spec))
                        .as(kind)
                        .isEqualTo(Reason.TOO_MANY_BYTES);
                assertThat(reason(new ImageLimits(bytes, HEIGHT - 1, pixels, 1), file, spec))
                        .as(kind)
                        .isEqualTo(Reason.TOO_MANY_PIXELS);
                assertThat(reason(new ImageLimits(bytes, HEIGHT, pixels - 1, 1), file, spec))
                        .as(kind)
                        .isEqualTo(Reason.TOO_MANY_PIXELS);
                assertThat(new ImageDecoder(new ImageLimits(bytes, HEIGHT, pixels, 1)).decode(file, null, spec))
                        .as(kind)
                        .isInstanceOf(Decoded.class);
            });
        }
    }

    @Test
    void doNotHoldForRawPixelsAndComeBehindTheModelsOwnSize() {
        ImageLimits one = new ImageLimits(1, 1, 1, 1);

        assertThat(new ImageDecoder(one).decode(new byte[WIDTH * HEIGHT], null, EXACT))
                .isInstanceOf(Decoded.class);
        assertThat(reason(new ImageLimits(1_000, 1, 1, 1), Samples.named("GIF"), new InputSpec(1, 2, 2, 0)))
                .isEqualTo(Reason.WRONG_SIZE);
    }

    @Test
    void countThePicturesOfAnAnimation() {
        byte[] two = TestImages.gif(2, 2, 0, 0, new int[] {0, 1, 2, 3}, 0);
        byte[] apng = BadImages.withFrames(Samples.named("PNG colour"), 3);

        assertThat(reason(new ImageLimits(1_000, 99, 9_999, 1), two, RESIZE)).isEqualTo(Reason.TOO_MANY_FRAMES);
        assertThat(reason(new ImageLimits(10_000, 99, 9_999, 2), apng, RESIZE)).isEqualTo(Reason.TOO_MANY_FRAMES);
        assertThat(new ImageDecoder(new ImageLimits(10_000, 99, 9_999, 3)).decode(apng, null, EXACT))
                .isInstanceOf(Decoded.class);
    }

    @Test
    void keepAFewBytesFromAskingForGigabytes() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[][] claims = {
            BadImages.pngOfDimensions(1 << 30, 1 << 30),
            BadImages.pngOfDimensions(16_384, 16_384),
            BadImages.gifOfDimensions(65_535, 65_535),
            BadImages.jpegOfDimensions(65_500, 65_500),
            BadImages.runsOfDimensions(1 << 30, 1 << 30),
        };
        ImageDecoder decoder = new ImageDecoder();
        for (byte[] claim : claims) {
            decoder.decode(claim, null, RESIZE);
            long before = threads.getCurrentThreadAllocatedBytes();

            Decoding decoding = decoder.decode(claim, null, RESIZE);

            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64 << 10);
            assertThat(((Rejected) decoding).reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
        }
    }

    @Test
    void keepAJpegOfTwoSizesFromTheMemoryOfTheSecond() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] jpeg = BadImages.jpegOfTwoSizes(16_000, 16_000);
        ImageDecoder decoder = new ImageDecoder();
        decoder.decode(jpeg, null, EXACT);
        long before = threads.getCurrentThreadAllocatedBytes();

        Decoding decoding = decoder.decode(jpeg, null, EXACT);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64 << 10);
        assertThat(((Rejected) decoding).reason()).isEqualTo(Reason.CORRUPT_IMAGE);
        assertThat(((Rejected) decoding).message()).contains("marker ffd0 is out of place");
    }

    @Test
    void doNotReadAJpegOfCountlessScans() {
        byte[] scans = BadImages.withScans(Samples.named("JPEG progressive"), 100);

        Rejected rejected = (Rejected) new ImageDecoder().decode(scans, null, EXACT);

        assertThat(rejected.reason()).isEqualTo(Reason.UNSUPPORTED_IMAGE);
        assertThat(rejected.message()).contains("scans, read are at most 100");
    }

    @Test
    void doNotReadALargeJpegOfManyScans() {
        byte[] large = TestImages.encode(
                new BufferedImage(257, 256, BufferedImage.TYPE_BYTE_GRAY),
                "jpg",
                param -> param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT));
        InputSpec spec = new InputSpec(1, 4, 4, Fit.RESIZE, 0);

        Rejected rejected = (Rejected) new ImageDecoder().decode(BadImages.withScans(large, 20), null, spec);

        assertThat(rejected.message()).contains("scans, read are at most 20");
        assertThat(new ImageDecoder().decode(large, null, spec)).isInstanceOf(Decoded.class);
    }

    @Test
    void areThemselvesLimited() {
        assertThatThrownBy(() -> new ImageLimits(0, 1, 1, 1)).hasMessageContaining("0 bytes");
        assertThatThrownBy(() -> new ImageLimits(1, 1, (1 << 28) + 1, 1)).hasMessageContaining("at most 268435456");
    }

    private static Reason reason(ImageLimits limits, byte[] file, InputSpec spec) {
        return ((Rejected) new ImageDecoder(limits).decode(file, null, spec)).reason();
    }
}
