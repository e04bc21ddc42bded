package io.odradek.streamer.image.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.image.Decoding.Decoded;
import io.odradek.streamer.image.ImageDecoder;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.image.TestImages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Decoding a PNG takes at most twice the processor time of inflating the same bytes, which cannot be less; the
 * micro-benchmarks measure that. Here it must hold with threefold room, so that a busy machine cannot break it.
 */
class PngCostTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 9;
    private static final int WARM_UP = 3;
    private static final int MOST = 6;
    /** Pixels of a round, about: some milliseconds. */
    private static final int PIXELS = 800_000;

    private final ImageDecoder decoder = new ImageDecoder();
    private final Inflater inflater = new Inflater();
    private final Random random = new Random(20_261_124);

    private interface Work {
        int bytes() throws DataFormatException, BadImageException;
    }

    @ParameterizedTest
    @CsvSource({"28, 28, 1", "224, 224, 3", "500, 350, 3"})
    void decodesForAFewTimesWhatInflatingTakes(int width, int height, int channels) throws Exception {
        byte[] png = TestImages.encode(picture(width, height, channels), "png");
        byte[] compressed = compressed(png);
        byte[] buffer = new byte[height * (1 + channels * width)];
        InputSpec spec = new InputSpec(channels, height, width, 0);
        int times = Math.max(1, PIXELS / (width * height));
        double[] ratios = new double[ROUNDS];

        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long inflating = nanos(times, buffer.length, () -> inflate(compressed, buffer));
            long decoding =
                    nanos(times, spec.bytes(), () -> ((Decoded) decoder.decode(png, null, spec)).tensor().length);
            ratios[Math.max(0, round)] = (double) decoding / inflating;
        }

        Arrays.sort(ratios);
        assertThat(ratios[ROUNDS / 2])
                .as("of inflating, %d x %d", width, height)
                .isLessThan(MOST);
    }

    private int inflate(byte[] compressed, byte[] buffer) throws DataFormatException {
        inflater.reset();
        inflater.setInput(compressed);
        return inflater.inflate(buffer);
    }

    private static long nanos(int times, int bytes, Work work) throws DataFormatException, BadImageException {
        long total = 0;
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            total += work.bytes();
        }
        long nanos = THREADS.getCurrentThreadCpuTime() - start;
        assertThat(total).isEqualTo((long) times * bytes);
        return nanos;
    }

    /** Soft shapes with noise, so that the writer takes every filter. */
    private BufferedImage picture(int width, int height, int channels) {
        int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
        BufferedImage image = new BufferedImage(width, height, type);
        for (int i = 0; i < width * height; i++) {
            int x = i % width;
            int y = i / width;
            for (int band = 0; band < channels; band++) {
                double shape = 100 * Math.sin((x + 9 * band) / 31.0) * Math.cos(y / 23.0);
                image.getRaster().setSample(x, y, band, (int) (128 + shape + random.nextInt(16)));
            }
        }
        return image;
    }

    private static byte[] compressed(byte[] png) throws BadImageException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        new PngChunks(png).pixels().forEach(part -> data.write(png, part.from(), part.length()));
        return data.toByteArray();
    }
}
