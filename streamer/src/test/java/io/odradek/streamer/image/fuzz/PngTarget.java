package io.odradek.streamer.image.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.image.codec.BadImageException;
import io.odradek.streamer.image.codec.EncodedImage;
import io.odradek.streamer.image.codec.ImageIoPixels;
import io.odradek.streamer.image.codec.Planes;
import io.odradek.streamer.image.codec.PngCodec;
import io.odradek.streamer.image.codec.RandomPng;

/**
 * PNG files with their checksums mended, so that mutations come through to the pixels: those are ImageIO's wherever both
 * take the file. {@code deploy/fuzz.sh image-png}
 */
public final class PngTarget {
    private static final int BACKGROUND = 77;
    private static final Judge JUDGE = new Judge(false);
    private static final PngCodec CODEC = new PngCodec();
    private static final ImageIoPixels IMAGE_IO = new ImageIoPixels("png");

    private PngTarget() {}

    /** Called with each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        judge(RandomPng.withRightCrcs(input));
        judge(MendedPng.of(input));
    }

    private static void judge(byte[] png) {
        for (InputSpec spec : Judge.SPECS) {
            JUDGE.judge(png, "image/png", spec);
        }
        JUDGE.judgeAnew(png, "image/png", Judge.SPECS.get(0));
        byte[] planes = planes(png);
        byte[] second = planes == null ? null : IMAGE_IO.planes(png, BACKGROUND);
        if (second != null) {
            assertThat(planes).isEqualTo(second);
        }
    }

    private static byte[] planes(byte[] png) {
        try {
            EncodedImage image = CODEC.open(png);
            if ((long) image.width() * image.height() > Judge.LIMITS.maxPixels()) {
                return null;
            }
            Planes planes = new Planes(image.width() * image.height(), 3, BACKGROUND);
            image.read(planes);
            return planes.samples();
        } catch (BadImageException e) {
            return null;
        }
    }
}
