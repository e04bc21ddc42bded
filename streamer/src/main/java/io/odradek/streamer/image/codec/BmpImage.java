package io.odradek.streamer.image.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A Windows or OS/2 bitmap: 1, 4 or 8 bits with a palette, 16, 24 or 32 bits, plain, run-length encoded or with bit fields.
 * Samples as stored: colour spaces and profiles of the newer headers are not looked at. A pixel that a run-length encoded
 * file leaves out has no colour, so such a file is not read. Not thread-safe.
 */
public final class BmpImage implements EncodedImage {
    private static final int FILE_HEADER = 14;
    private static final int CORE_HEADER = 12;
    private static final int INFO_HEADER = 40;
    private static final int MASKS_AT = FILE_HEADER + INFO_HEADER;
    private static final int PLAIN = 0;
    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int BIT_FIELDS = 3;

    private final byte[] bmp;
    private final ByteBuffer in;
    private final int headerBytes;
    private final int width;
    private final int height;
    private final boolean topDown;
    private final int bits;
    private final int compression;
    private final long pixelsAt;

    private BmpImage(byte[] bmp) throws BadImageException {
        this.bmp = bmp;
        this.in = ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN);
        need(FILE_HEADER + CORE_HEADER);
        this.pixelsAt = in.getInt(10) & 0xffffffffL;
        this.headerBytes = in.getInt(FILE_HEADER);
        boolean core = headerBytes == CORE_HEADER;
        if (!core && (headerBytes < INFO_HEADER || headerBytes > 124)) {
            throw BadImageException.unsupported("a header of " + headerBytes + " bytes");
        }
        need(FILE_HEADER + headerBytes);
        this.width = core ? in.getShort(18) & 0xffff : in.getInt(18);
        int signedHeight = core ? in.getShort(20) & 0xffff : in.getInt(22);
        this.topDown = signedHeight < 0;
        this.height = Math.abs(signedHeight);
        this.bits = in.getShort(core ? 24 : 28);
        this.compression = core ? PLAIN : in.getInt(30);
        check();
    }

    /**
     * Opens a file that begins with "BM".
     *
     * @throws BadImageException when it is truncated, or its header says what cannot be or is not read
     */
    public static EncodedImage open(byte[] bmp) throws BadImageException {
        return new BmpImage(bmp);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int frames() {
        return 1;
    }

    @Override
    public void read(Planes planes) throws BadImageException {
        if (compression == RLE4 || compression == RLE8) {
            new BmpRuns(bmp, (int) pixelsAt, bits, palette(), this).read(planes);
        } else if (bits <= 8) {
            readIndices(planes, palette());
        } else {
            readColours(planes);
        }
    }

    /** The first pixel of the row that is the {@code row}th in the file. */
    int rowStart(int row) {
        return (topDown ? row : height - 1 - row) * width;
    }

    /** The colour of a palette's entry. */
    static int colour(int[] palette, int index) throws BadImageException {
        if (index >= palette.length) {
            throw BadImageException.corrupt("a pixel has colour " + index + " of a palette of " + palette.length);
        }
        return palette[index];
    }

    private void check() throws BadImageException {
        if (width < 1 || height < 1) {
            throw BadImageException.corrupt("a size of " + width + " x " + height);
        }
        boolean known = switch (compression) {
            case PLAIN -> bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
            case RLE8 -> bits == 8 && !topDown;
            case RLE4 -> bits == 4 && !topDown;
            case BIT_FIELDS -> (bits == 16 || bits == 32) && headerBytes != 64;
            default -> false;
        };
        if (!known) {
            throw BadImageException.unsupported(bits + " bits with compression " + compression);
        }
        boolean plain = compression == PLAIN || compression == BIT_FIELDS;
        long room = bmp.length - pixelsAt;
        if (pixelsAt < FILE_HEADER + headerBytes || room < 1 || (plain && room / stride() < height)) {
            throw BadImageException.corrupt("truncated: " + width + " x " + height + " pixels from byte " + pixelsAt
                    + " on do not lie in " + bmp.length + " bytes");
        }
    }

    /** Bytes of a row. */
    private long stride() {
        return ((long) width * bits + 31) / 32 * 4;
    }

    private void readIndices(Planes planes, int[] palette) throws BadImageException {
        int mask = (1 << bits) - 1;
        for (int row = 0; row < height; row++) {
            int from = (int) (pixelsAt + row * stride());
            int pixel = rowStart(row);
            for (int x = 0; x < width; x++) {
                int bit = x * bits;
                int index = (bmp[from + (bit >> 3)] >> (8 - bits - (bit & 7))) & mask;
                planes.put(pixel + x, colour(palette, index));
            }
        }
    }

    private void readColours(Planes planes) throws BadImageException {
        BmpMasks masks = masks();
        int bytes = bits / 8;
        for (int row = 0; row < height; row++) {
            int from = (int) (pixelsAt + row * stride());
            int pixel = rowStart(row);
            for (int x = 0; x < width; x++) {
                int value = 0;
                for (int b = bytes - 1; b >= 0; b--) {
                    value = (value << 8) | (bmp[from + x * bytes + b] & 255);
                }
                planes.put(pixel + x, masks.argb(value));
            }
        }
    }

    private BmpMasks masks() throws BadImageException {
        if (compression == PLAIN) {
            return bits == 16 ? BmpMasks.of(0x7c00, 0x3e0, 0x1f, 0) : BmpMasks.of(0xff0000, 0xff00, 0xff, 0);
        }
        need(MASKS_AT + 12);
        int alpha = headerBytes >= 56 ? in.getInt(MASKS_AT + 12) : 0;
        return BmpMasks.of(in.getInt(MASKS_AT), in.getInt(MASKS_AT + 4), in.getInt(MASKS_AT + 8), alpha);
    }

    /** Stands behind the header: blue, green, red, and but for the oldest header an unused byte. */
    private int[] palette() throws BadImageException {
        boolean core = headerBytes == CORE_HEADER;
        int most = 1 << bits;
        int used = core ? 0 : in.getInt(46);
        if (used < 0 || used > most) {
            throw BadImageException.corrupt("a palette of " + (used & 0xffffffffL) + " colours for " + bits + " bits");
        }
        int from = FILE_HEADER + headerBytes;
        int entry = core ? 3 : 4;
        // An old file may end its palette where its pixels begin.
        long room = (pixelsAt - from) / entry;
        int[] colours = new int[(int) Math.min(used == 0 ? most : used, room)];
        for (int i = 0; i < colours.length; i++) {
            int at = from + entry * i;
            colours[i] = Planes.argb(Planes.OPAQUE, bmp[at + 2] & 255, bmp[at + 1] & 255, bmp[at] & 255);
        }
        return colours;
    }

    private void need(int bytes) throws BadImageException {
        if (bytes > bmp.length) {
            throw BadImageException.corrupt("truncated: " + bmp.length + " bytes");
        }
    }
}
