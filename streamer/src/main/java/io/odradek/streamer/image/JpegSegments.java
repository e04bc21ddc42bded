package io.odradek.streamer.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes the ICC colour profile out of a JPEG file: with one, ImageIO converts the colours, and the contract takes samples
 * as they are stored. A profile stands in APP2 segments that begin with {@code ICC_PROFILE} (ICC.1:2022, annex B.4).
 */
final class JpegSegments {
    private static final byte[] PROFILE = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
    private static final int START_OF_SCAN = 0xda;
    private static final int APP2 = 0xe2;
    private static final int MARKER = 0xff;

    private JpegSegments() {}

    /** The same array when there is no profile, else a copy without it; what is damaged stays for the decoder to find. */
    static byte[] withoutColourProfile(byte[] jpeg) {
        ByteArrayOutputStream out = null;
        int copied = 0;
        int at = 2;
        while (at + 4 <= jpeg.length && (jpeg[at] & 255) == MARKER && (jpeg[at + 1] & 255) != START_OF_SCAN) {
            if ((jpeg[at + 1] & 255) == MARKER) {
                // A fill byte.
                at++;
                continue;
            }
            int end = at + 2 + ((jpeg[at + 2] & 255) << 8 | (jpeg[at + 3] & 255));
            if (end > jpeg.length || end < at + 4) {
                break;
            }
            if ((jpeg[at + 1] & 255) == APP2 && beginsProfile(jpeg, at + 4, end)) {
                out = out == null ? new ByteArrayOutputStream(jpeg.length) : out;
                out.write(jpeg, copied, at - copied);
                copied = end;
            }
            at = end;
        }
        if (out == null) {
            return jpeg;
        }
        out.write(jpeg, copied, jpeg.length - copied);
        return out.toByteArray();
    }

    private static boolean beginsProfile(byte[] jpeg, int from, int end) {
        return end - from >= PROFILE.length
                && Arrays.equals(jpeg, from, from + PROFILE.length, PROFILE, 0, PROFILE.length);
    }
}
