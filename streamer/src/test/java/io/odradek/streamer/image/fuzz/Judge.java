package io.odradek.streamer.image.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.odradek.streamer.image.Decoding.Decoded;
import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.image.Fit;
import io.odradek.streamer.image.ImageLimits;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.image.PayloadDecoder;
import io.odradek.streamer.image.PayloadDecoder.Payload;
import io.odradek.streamer.image.Picture;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.image.Samples;
import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds of every value, whatever is in it: a tensor of the model's size or a typed reason, no exception; the same again
 * from another decoder, which has not seen the values before; within the memory that the limits say, and with almost none
 * where the header alone says too much. Where something does not hold, an {@link AssertionError} says what. Not thread-safe.
 */
final class Judge {
    static final ImageLimits LIMITS = new ImageLimits(2_048, 128, 4_096, 2);

    /** Of the size of the samples, of another, and of one that cuts off. */
    static final List<InputSpec> SPECS = List.of(
            new InputSpec(3, Samples.HEIGHT, Samples.WIDTH, 77),
            new InputSpec(1, 4, 4, Fit.RESIZE, 0),
            new InputSpec(3, 5, 3, Fit.CROP, 255));

    private static final Set<Reason> BY_THE_HEADER = EnumSet.of(
            Reason.EMPTY,
            Reason.UNSUPPORTED_CONTENT_TYPE,
            Reason.CONTENT_TYPE_MISMATCH,
            Reason.UNKNOWN_FORMAT,
            Reason.WRONG_LENGTH,
            Reason.WRONG_SIZE,
            Reason.TOO_MANY_BYTES,
            Reason.TOO_MANY_PIXELS,
            Reason.TOO_MANY_FRAMES);

    /** Of a pixel, as the README says. */
    private static final long BYTES_PER_PIXEL = 8;
    /** Buffers and tables of the readers. */
    private static final long BESIDE_PIXELS = 256 << 10;
    /** Of a value's length: its parts, and of an envelope its text and the image in it. */
    private static final long TIMES_LENGTH = 16;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final boolean enveloped;
    private final PayloadDecoder decoder;

    Judge(boolean enveloped) {
        this.enveloped = enveloped;
        this.decoder = new PayloadDecoder(LIMITS, enveloped);
    }

    /** Judges one value with one model. @return what came of it */
    Payload judge(byte[] value, @Nullable String contentType, InputSpec spec) {
        byte[] before = value.clone();
        long start = THREADS.getCurrentThreadAllocatedBytes();
        Payload payload = decoder.decode(value, contentType, spec);
        if (THREADS.getCurrentThreadAllocatedBytes() - start >= most(payload, value)) {
            // Unless it was for classes that were new.
            start = THREADS.getCurrentThreadAllocatedBytes();
            decoder.decode(value, contentType, spec);
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - start)
                    .as("bytes for %s", payload)
                    .isLessThan(most(payload, value));
        }

        assertThat(value).as("the value is read only").isEqualTo(before);
        judge(payload, spec);
        return payload;
    }

    /** Judges one value as {@link #judge}, and that nothing is left of the values before. */
    Payload judgeAnew(byte[] value, @Nullable String contentType, InputSpec spec) {
        Payload payload = judge(value, contentType, spec);
        same(payload, new PayloadDecoder(LIMITS, enveloped).decode(value, contentType, spec));
        return payload;
    }

    /** Judges what people see of one value. */
    void judgePicture(byte[] value) {
        Picture picture = decoder.picture(value).orElse(null);
        if (picture != null) {
            assertThat(picture.planes()).hasSize(picture.channels() * picture.height() * picture.width());
            assertThat(picture.height() * picture.width()).isLessThanOrEqualTo(LIMITS.maxPixels());
        }
    }

    private static void judge(Payload payload, InputSpec spec) {
        if (payload.decoding() instanceof Decoded decoded) {
            assertThat(decoded.tensor()).hasSize(spec.bytes());
        } else {
            Rejected rejected = (Rejected) payload.decoding();
            assertThat(rejected.reason()).isNotIn(Reason.HEADERS_TOO_LARGE, Reason.INVALID_OUTPUT);
            assertThat(rejected.message()).matches("[ -~]{1,400}");
        }
        String id = payload.id();
        if (id != null) {
            assertThat(id).matches("[^\\p{Cc}]{1,256}");
        }
    }

    /** Bytes of memory that it may take. */
    private static long most(Payload payload, byte[] value) {
        boolean header = payload.decoding() instanceof Rejected rejected && BY_THE_HEADER.contains(rejected.reason());
        return BESIDE_PIXELS + TIMES_LENGTH * value.length + (header ? 0 : BYTES_PER_PIXEL * LIMITS.maxPixels());
    }

    private static void same(Payload first, Payload second) {
        assertThat(second.id()).isEqualTo(first.id());
        if (first.decoding() instanceof Decoded decoded) {
            assertThat(second.decoding()).isInstanceOf(Decoded.class);
            assertThat(((Decoded) second.decoding()).tensor()).isEqualTo(decoded.tensor());
        } else {
            assertThat(second.decoding()).isEqualTo(first.decoding());
        }
    }
}
