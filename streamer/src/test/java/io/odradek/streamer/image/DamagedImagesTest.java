package io.odradek.streamer.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.odradek.streamer.image.Decoding.Decoded;
import io.odradek.streamer.image.Decoding.Rejected;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of image, damaged in many ways: whole or refused, never an exception, never more memory than is said. */
class DamagedImagesTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ImageLimits LIMITS = new ImageLimits(1 << 20, 1_000, 100_000, 10);
    private static final InputSpec EXACT = new InputSpec(3, Samples.HEIGHT, Samples.WIDTH, 0);
    private static final InputSpec ANY_SIZE = new InputSpec(3, 4, 4, Fit.RESIZE, 0);
    /** Of a pixel: four samples as stored, three as planes, and a byte to spare. */
    private static final long BYTES_PER_PIXEL = 8;
    /** Buffers and tables of the readers. */
    private static final long BESIDE_PIXELS = 256 << 10;

    private final ImageDecoder decoder = new ImageDecoder(LIMITS);

    static Stream<Arguments> samples() {
        return Samples.all().entrySet().stream().map(file -> Arguments.of(file.getKey(), file.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void takesTheSoundOneAlsoWithSomethingBehindIt(String kind, byte[] file) {
        byte[] longer = Arrays.copyOf(file, file.length + 100);

        assertThat(decoder.decode(file, null, EXACT)).isInstanceOf(Decoded.class);
        assertThat(tensor(decoder.decode(longer, contentType(file), EXACT)))
                .isEqualTo(tensor(decoder.decode(file, null, EXACT)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void takesNoPartForTheWhole(String kind, byte[] file) {
        byte[] whole = tensor(decoder.decode(file, null, EXACT));
        int taken = 0;
        for (int length = 1; length < file.length; length++) {
            Decoding decoding = decoder.decode(Arrays.copyOf(file, length), contentType(file), EXACT);
            if (decoding instanceof Decoded) {
                taken++;
                assertThat(tensor(decoding))
                        .as("%d of %d bytes", length, file.length)
                        .isEqualTo(whole);
            }
        }
        assertThat(taken)
                .as("only what stands behind the last pixel may be missing")
                .isLessThanOrEqualTo(6);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void judgesAWrongBitAnywhereWithinItsMemory(String kind, byte[] file) {
        decoder.decode(file, null, ANY_SIZE);
        for (int bit = 0; bit < 8 * file.length; bit += 3) {
            byte[] damaged = file.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            judge(damaged, contentType(file));
        }
    }

    @Test
    void judgesHeavyDamageWithinItsMemory() {
        Random random = new Random(20_261_124);
        for (byte[] file : Samples.all().values()) {
            for (int i = 0; i < 300; i++) {
                byte[] damaged = Arrays.copyOf(file, 1 + random.nextInt(2 * file.length));
                for (int changes = random.nextInt(40); changes >= 0; changes--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
                System.arraycopy(file, 0, damaged, 0, Math.min(damaged.length, 14));
                judge(damaged, contentType(file));
            }
        }
    }

    @Test
    void readsNoJpegWithTheTablesOfTheOneBefore() {
        byte[] jpeg = Samples.named("JPEG colour");
        byte[] withoutTables = BadImages.withoutSegments(jpeg, 0xdb);
        assertThat(decoder.decode(jpeg, null, EXACT)).isInstanceOf(Decoded.class);

        Decoding decoding = decoder.decode(withoutTables, null, EXACT);

        assertThat(decoding)
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(Reason.CORRUPT_IMAGE));
    }

    @Test
    void inflatesNothingButPixels() throws IOException {
        byte[] png = TestImages.encode(Samples.palette(8), "png");
        for (String type : new String[] {"zTXt", "iTXt", "iCCP"}) {
            byte[] bomb = BadImages.withInflating(type, png, 200_000_000);
            ImageDecoder roomy = new ImageDecoder();
            long before = THREADS.getCurrentThreadAllocatedBytes();

            Decoding decoding = roomy.decode(bomb, null, EXACT);

            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                    .as(type)
                    .isLessThan(BESIDE_PIXELS);
            assertThat(tensor(decoding)).isEqualTo(tensor(decoder.decode(png, null, EXACT)));
        }
    }

    private void judge(byte[] file, String contentType) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Decoding decoding = decoder.decode(file, contentType, ANY_SIZE);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(BESIDE_PIXELS + BYTES_PER_PIXEL * LIMITS.maxPixels() + 4L * file.length);
        if (decoding instanceof Rejected rejected) {
            assertThat(rejected.message()).matches("[ -~]{1,400}");
        } else {
            assertThat(tensor(decoding)).hasSize(ANY_SIZE.bytes());
        }
    }

    private static String contentType(byte[] file) {
        return ImageFormat.sniff(file).contentType();
    }

    private static byte[] tensor(Decoding decoding) {
        assertThat(decoding).isInstanceOf(Decoded.class);
        return ((Decoded) decoding).tensor();
    }
}
