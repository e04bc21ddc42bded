package io.odradek.streamer.image.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.image.Decoding.Decoded;
import io.odradek.streamer.image.InputSpec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The record's content type up to the first line feed, and behind it the value; the model takes raw pixels of twelve bytes.
 * {@code deploy/fuzz.sh image-format}
 */
public final class FormatTarget {
    private static final InputSpec SPEC = new InputSpec(3, 2, 2, 0);
    private static final Judge JUDGE = new Judge(false);

    private FormatTarget() {}

    /** Called with each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        int end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        String contentType = new String(input, 0, end, StandardCharsets.UTF_8);
        byte[] value = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
        var declared = JUDGE.judge(value, contentType, SPEC).decoding();
        var undeclared = JUDGE.judge(value, null, SPEC).decoding();

        if (value.length == SPEC.bytes()) {
            return;
        }
        // Of other values, a type makes nothing but a bitmap that does not say its size.
        if (declared instanceof Decoded decoded && undeclared instanceof Decoded other) {
            assertThat(decoded.tensor()).isEqualTo(other.tensor());
        } else if (declared instanceof Decoded) {
            assertThat(contentType.toLowerCase(Locale.ROOT)).contains("bmp");
        }
    }
}
