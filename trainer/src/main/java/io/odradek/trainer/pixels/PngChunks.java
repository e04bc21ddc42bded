package io.odradek.trainer.pixels;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Whether each chunk of a PNG (ISO/IEC 15948, section 5) is whole. ImageIO looks at no CRC and makes up what is missing;
 * a net must not learn from that, and the streamer refuses such files. Stateless.
 */
public final class PngChunks {
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int END = 0x49454e44;
    private static final int TRANSPARENCY = 0x74524e53;
    /** Where the header chunk says the kind of colours. */
    private static final int COLOUR_TYPE_AT = 25;

    private static final int PALETTE = 3;
    /** Length, type and CRC of a chunk. */
    private static final int AROUND_DATA = 12;

    private PngChunks() {}

    /** Whether the file begins as a PNG does. */
    public static boolean isPng(byte[] file) {
        return file.length >= Long.BYTES && ByteBuffer.wrap(file).getLong() == SIGNATURE;
    }

    /** What is wrong with the file, one line; null where it is sound or no PNG. */
    public static @Nullable String fault(byte[] file) {
        if (!isPng(file)) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(file).position(Long.BYTES);
        while (in.remaining() >= AROUND_DATA) {
            int start = in.position();
            int length = in.getInt(start);
            int type = in.getInt(start + 4);
            if (length < 0 || length > in.remaining() - AROUND_DATA) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(file, start + 4, 4 + length);
            if ((int) crc.getValue() != in.getInt(start + 8 + length)) {
                return "the checksum of the PNG chunk at byte " + start + " is wrong";
            }
            if (type == END) {
                return null;
            }
            in.position(start + AROUND_DATA + length);
        }
        return "a PNG that is cut short";
    }

    /**
     * A PNG without palette without its one transparent colour, which the contract's pixel rule 1 does not apply and
     * ImageIO would; any other file as it is.
     *
     * @param file without a {@link #fault}
     */
    public static byte[] withoutTransparentColour(byte[] file) {
        if (!isPng(file) || file[COLOUR_TYPE_AT] == PALETTE) {
            return file;
        }
        ByteBuffer in = ByteBuffer.wrap(file);
        ByteArrayOutputStream out = new ByteArrayOutputStream(file.length);
        int copied = 0;
        int type = 0;
        for (int at = Long.BYTES; type != END; at += AROUND_DATA + in.getInt(at)) {
            type = in.getInt(at + 4);
            if (type == TRANSPARENCY) {
                out.write(file, copied, at - copied);
                copied = at + AROUND_DATA + in.getInt(at);
            }
        }
        out.write(file, copied, file.length - copied);
        return out.toByteArray();
    }
}
