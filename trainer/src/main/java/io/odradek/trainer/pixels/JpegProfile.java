package io.odradek.trainer.pixels;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Removes the ICC colour profile of a JPEG file, because ImageIO would convert the colours to sRGB and the contract takes
 * samples as they are stored. The profile is in APP2 segments before the first scan (ICC.1:2022, annex B.4). Stateless.
 */
public final class JpegProfile {
    private static final byte[] SIGNATURE = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
    private static final int START_OF_IMAGE = 0xffd8;
    private static final int START_OF_SCAN = 0xffda;
    private static final int APP2 = 0xffe2;
    private static final int FILL = 0xffff;

    private JpegProfile() {}

    /** Whether the file begins as a JPEG does. */
    public static boolean isJpeg(byte[] file) {
        return file.length >= 2 && (ByteBuffer.wrap(file).getShort() & 0xffff) == START_OF_IMAGE;
    }

    /** The file without its profile; other files, and what is damaged, as they are. */
    public static byte[] remove(byte[] file) {
        if (!isJpeg(file)) {
            return file;
        }
        ByteBuffer in = ByteBuffer.wrap(file).position(2);
        ByteArrayOutputStream out = new ByteArrayOutputStream(file.length);
        out.write(file, 0, 2);
        while (in.remaining() >= 4) {
            int start = in.position();
            int marker = in.getShort(start) & 0xffff;
            if (marker == FILL) {
                in.position(start + 1);
                continue;
            }
            int length = in.getShort(start + 2) & 0xffff;
            if (marker >>> 8 != 0xff || marker == START_OF_SCAN || length < 2 || in.remaining() < 2 + length) {
                break;
            }
            if (marker != APP2 || !isProfile(file, start + 4, length - 2)) {
                out.write(file, start, 2 + length);
            }
            in.position(start + 2 + length);
        }
        out.write(file, in.position(), in.remaining());
        return out.toByteArray();
    }

    private static boolean isProfile(byte[] file, int from, int length) {
        return length >= SIGNATURE.length
                && ByteBuffer.wrap(file, from, SIGNATURE.length).equals(ByteBuffer.wrap(SIGNATURE));
    }
}
