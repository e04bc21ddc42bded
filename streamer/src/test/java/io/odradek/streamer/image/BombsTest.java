package io.odradek.streamer.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.odradek.streamer.image.Decoding.Decoded;
import io.odradek.streamer.image.Decoding.Rejected;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What asks for much costs about as much processor time and memory as the dearest honest image within the same limits, a
 * progressive JPEG of noise, and is refused for the right reason.
 */
class BombsTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final InputSpec SPEC = new InputSpec(3, 4, 4, Fit.RESIZE, 0);
    /**
     * What nothing is decoded of, and which part of an honest image's time it may take: a look at the header takes a
     * three-hundredth at most, the way to the hundredth frame of a megabyte a tenth, nearly all of it for the envelope.
     */
    private static final Map<Reason, Integer> UNDECODED =
            Map.of(Reason.TOO_MANY_BYTES, 100, Reason.TOO_MANY_PIXELS, 100, Reason.TOO_MANY_FRAMES, 3);

    private static final int ROOM = 3;
    private static final int ROUNDS = 3;
    /** Rounds until one is cheap enough: compilers that have yet to come, and other programs, take time of the first. */
    private static final int MOST_ROUNDS = 30;
    /** Where nothing is decoded: for messages. */
    private static final long LITTLE = 64 << 10;

    private static final Map<String, Bombs.Bomb> FILES = Bombs.all();

    private static Cost honest;

    private final PayloadDecoder decoder = new PayloadDecoder(Bombs.LIMITS, false);
    private final PayloadDecoder opener = new PayloadDecoder(Bombs.LIMITS, true);

    /** What a call takes. */
    private record Cost(long cpuNanos, long bytes) {
        static Cost of(Supplier<?> work) {
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            long start = THREADS.getCurrentThreadCpuTime();
            Object result = work.get();
            long nanos = THREADS.getCurrentThreadCpuTime() - start;
            bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
            assertThat(result).isNotNull();
            return new Cost(nanos, bytes);
        }

        Cost orBetter(Cost other) {
            return new Cost(Math.min(cpuNanos, other.cpuNanos), Math.min(bytes, other.bytes));
        }

        boolean isBelow(Cost most) {
            return cpuNanos < most.cpuNanos && bytes < most.bytes;
        }
    }

    @BeforeAll
    static void measureAnHonestImage() {
        BufferedImage noise = new BufferedImage(1_024, 1_024, BufferedImage.TYPE_3BYTE_BGR);
        Random random = new Random(20_261_129);
        for (int i = 0; i < 1 << 20; i++) {
            noise.setRGB(i % 1_024, i / 1_024, random.nextInt());
        }
        byte[] jpeg = TestImages.encode(noise, "jpg", param -> {
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(0.5f);
        });
        PayloadDecoder decoder = new PayloadDecoder(Bombs.LIMITS, false);
        assertThat(decoder.decode(jpeg, null, SPEC).decoding()).isInstanceOf(Decoded.class);
        honest = Cost.of(() -> decoder.decode(jpeg, null, SPEC));
        for (int round = 1; round < ROUNDS; round++) {
            honest = honest.orBetter(Cost.of(() -> decoder.decode(jpeg, null, SPEC)));
        }
    }

    static Stream<Arguments> files() {
        return FILES.entrySet().stream().map(bomb -> Arguments.of(bomb.getKey(), bomb.getValue()));
    }

    static Stream<Arguments> envelopes() {
        return EnvelopeBombs.all().entrySet().stream().map(bomb -> Arguments.of(bomb.getKey(), bomb.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void aFileCostsAsMuchAsAnHonestOne(String name, Bombs.Bomb bomb) {
        judge(decoder, bomb);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void anEnvelopeAroundItToo(String name, Bombs.Bomb bomb) {
        String json = "{\"image\":\"" + Base64.getEncoder().encodeToString(bomb.file()) + "\"}";

        judge(opener, new Bombs.Bomb(json.getBytes(StandardCharsets.UTF_8), bomb.reason()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("envelopes")
    void anEnvelopeCostsAsMuchAsAnHonestImage(String name, Bombs.Bomb bomb) {
        judge(opener, bomb);
    }

    private static void judge(PayloadDecoder decoder, Bombs.Bomb bomb) {
        Decoding decoding = decoder.decode(bomb.file(), null, SPEC).decoding();

        Cost most = new Cost(ROOM * honest.cpuNanos, ROOM * honest.bytes);
        Integer part = bomb.reason() == null ? null : UNDECODED.get(bomb.reason());
        if (part != null) {
            most = new Cost(honest.cpuNanos / part, Math.min(most.bytes, LITTLE + 8L * bomb.file().length));
        }

        Cost cost = Cost.of(() -> decoder.decode(bomb.file(), null, SPEC));
        for (int round = 1; round < MOST_ROUNDS && !cost.isBelow(most); round++) {
            cost = cost.orBetter(Cost.of(() -> decoder.decode(bomb.file(), null, SPEC)));
        }

        assertThat(decoding instanceof Rejected rejected ? rejected.reason() : null)
                .isEqualTo(bomb.reason());
        assertThat(cost.cpuNanos).as("nanoseconds").isLessThan(most.cpuNanos);
        assertThat(cost.bytes).as("bytes").isLessThan(most.bytes);
    }
}
