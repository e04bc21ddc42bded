package io.odradek.streamer.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Walks the chunks of a PNG (ISO/IEC 15948, section 5) without decoding it: width and height from the header, and
 * whether every chunk is whole. ImageIO checks no CRC and fills in for what is missing; a label for half an image would
 * be silently wrong.
 *
 * @param width pixels as the header says, at least 1
 * @param height pixels as the header says, at least 1
 */
record PngChunks(int width, int height) {
    private static final int SIGNATURE = 8;
    private static final int IHDR = 0x49484452;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454e44;
    /** Length, type and CRC of a chunk. */
    private static final int OVERHEAD = 12;

    /** The outcome of {@link #walk}: the chunks, or what is wrong with them. */
    record Walk(@Nullable PngChunks chunks, String fault) {}

    /** Walks a file that begins with the PNG signature, up to its end chunk; what follows is ignored. */
    static Walk walk(byte[] png) {
        ByteBuffer in = ByteBuffer.wrap(png);
        PngChunks header = null;
        boolean pixels = false;
        int at = SIGNATURE;
        while (true) {
            if (png.length - at < OVERHEAD) {
                return fault("truncated: no end chunk in " + png.length + " bytes");
            }
            int length = in.getInt(at);
            int type = in.getInt(at + 4);
            if (length < 0 || length > png.length - at - OVERHEAD) {
                return fault(
                        "truncated: chunk " + name(png, at + 4) + " runs over the end of " + png.length + " bytes");
            }
            if (crc(png, at + 4, length + 4) != in.getInt(at + 8 + length)) {
                return fault("the CRC of chunk " + name(png, at + 4) + " at byte " + at + " is wrong");
            }
            if (header == null) {
                if (type != IHDR || length != 13 || in.getInt(at + 8) < 1 || in.getInt(at + 12) < 1) {
                    return fault("no valid header chunk");
                }
                header = new PngChunks(in.getInt(at + 8), in.getInt(at + 12));
            }
            pixels |= type == IDAT;
            if (type == IEND) {
                return pixels ? new Walk(header, "") : fault("no image data");
            }
            at += OVERHEAD + length;
        }
    }

    private static Walk fault(String fault) {
        return new Walk(null, fault);
    }

    private static int crc(byte[] png, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(png, from, length);
        return (int) crc.getValue();
    }

    private static String name(byte[] png, int at) {
        return new String(png, at, 4, StandardCharsets.ISO_8859_1).replaceAll("[^A-Za-z]", "?");
    }
}
