package io.odradek.streamer.image.codec;

/** A bitmap with run-length encoding, of 8 or 4 bits a pixel. Not thread-safe. */
final class BmpRuns {
    private static final int END_OF_LINE = 0;
    private static final int END = 1;
    private static final int MOVE = 2;

    private final byte[] bmp;
    private final boolean halves;
    private final int[] palette;
    private final BmpImage image;
    private int at;
    private int x;
    private int row;

    BmpRuns(byte[] bmp, int at, int bits, int[] palette, BmpImage image) {
        this.bmp = bmp;
        this.at = at;
        this.halves = bits == 4;
        this.palette = palette;
        this.image = image;
    }

    void read(Planes planes) throws BadImageException {
        while (row < image.height() - 1 || x < image.width()) {
            int count = take();
            int value = take();
            if (count > 0) {
                for (int i = 0; i < count; i++) {
                    put(planes, halves ? half(value, i) : value);
                }
            } else if (value > MOVE) {
                literal(planes, value);
            } else if (value == END_OF_LINE && x == image.width()) {
                x = 0;
                row++;
            } else {
                skipped(value);
            }
        }
    }

    private static void skipped(int value) throws BadImageException {
        throw value == END
                ? BadImageException.corrupt("the runs end too early")
                : BadImageException.unsupported("pixels that are left out have no colour");
    }

    /** Pixels that follow one by one, up to an even number of bytes. */
    private void literal(Planes planes, int count) throws BadImageException {
        int start = at;
        int value = 0;
        for (int i = 0; i < count; i++) {
            if (!halves || i % 2 == 0) {
                value = take();
            }
            put(planes, halves ? half(value, i) : value);
        }
        at += (at - start) % 2;
    }

    /** The upper half of a byte for even places. */
    private static int half(int value, int place) {
        return (value >> (place % 2 == 0 ? 4 : 0)) & 15;
    }

    private void put(Planes planes, int index) throws BadImageException {
        if (x == image.width()) {
            throw BadImageException.corrupt("a run over the end of its row");
        }
        planes.put(image.rowStart(row) + x, BmpImage.colour(palette, index));
        x++;
    }

    private int take() throws BadImageException {
        if (at >= bmp.length) {
            throw BadImageException.corrupt("truncated in the runs");
        }
        return bmp[at++] & 255;
    }
}
