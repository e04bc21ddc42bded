package io.odradek.streamer.image.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first picture of a GIF (87a or 89a), on its screen: what it leaves free, and its transparent colour, is transparent.
 * The file is walked to its end first. (ImageIO's reader takes a picture whose codes end too early for a whole one, and
 * leaves the screen out.) Not thread-safe.
 */
public final class GifImage implements EncodedImage {
    private static final int SCREEN_AT = 6;
    private static final int BLOCKS_AT = 13;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xf9;
    private static final int PICTURE = 0x2c;
    private static final int TRAILER = 0x3b;
    private static final int HAS_PALETTE = 0x80;
    private static final int INTERLACED = 0x40;

    /** First row and step of each pass. */
    private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

    private static final int[][] ONE_PASS = {{0, 1}};

    private final byte[] gif;
    private final ByteBuffer in;
    private final int width;
    private final int height;
    /** Where the first picture's descriptor stands, behind its mark. */
    private int picture;
    /** The colour that is transparent in it, or -1. */
    private int transparent = -1;

    private int frames;

    private GifImage(byte[] gif) throws BadImageException {
        this.gif = gif;
        this.in = ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN);
        need(BLOCKS_AT);
        this.width = u16(SCREEN_AT);
        this.height = u16(SCREEN_AT + 2);
        walk();
    }

    /**
     * Opens a file that begins with GIF's signature.
     *
     * @throws BadImageException when it is truncated, or holds no picture, or one that is not on its screen
     */
    public static EncodedImage open(byte[] gif) throws BadImageException {
        return new GifImage(gif);
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
        return frames;
    }

    @Override
    public void read(Planes planes) throws BadImageException {
        int left = u16(picture);
        int top = u16(picture + 2);
        int columns = u16(picture + 4);
        int rows = u16(picture + 6);
        int[] palette = palette();
        if (columns < width || rows < height) {
            for (int pixel = 0; pixel < width * height; pixel++) {
                planes.put(pixel, 0);
            }
        }
        GifCodes codes = new GifCodes(gif, picture + 9 + paletteBytes(gif[picture + 8]));
        for (int[] pass : (gif[picture + 8] & INTERLACED) == 0 ? ONE_PASS : PASSES) {
            for (int y = pass[0]; y < rows; y += pass[1]) {
                int pixel = (top + y) * width + left;
                for (int x = 0; x < columns; x++) {
                    planes.put(pixel + x, colour(palette, codes.next()));
                }
            }
        }
    }

    private int colour(int[] palette, int index) throws BadImageException {
        if (index == transparent) {
            return 0;
        }
        if (index >= palette.length) {
            throw BadImageException.corrupt("a pixel has colour " + index + " of a palette of " + palette.length);
        }
        return palette[index];
    }

    /** The picture's own palette, else that of the file. */
    private int[] palette() throws BadImageException {
        boolean own = (gif[picture + 8] & HAS_PALETTE) != 0;
        int bytes = paletteBytes(own ? gif[picture + 8] : gif[SCREEN_AT + 4]);
        if (bytes == 0) {
            throw BadImageException.corrupt("no palette");
        }
        int from = own ? picture + 9 : BLOCKS_AT;
        int[] colours = new int[bytes / 3];
        for (int i = 0; i < colours.length; i++) {
            int at = from + 3 * i;
            colours[i] = Planes.argb(Planes.OPAQUE, gif[at] & 255, gif[at + 1] & 255, gif[at + 2] & 255);
        }
        return colours;
    }

    private static int paletteBytes(int flags) {
        return (flags & HAS_PALETTE) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    /** From block to block up to the trailer; what stands behind it is ignored. */
    private void walk() throws BadImageException {
        int at = BLOCKS_AT + paletteBytes(gif[SCREEN_AT + 4]);
        int control = -1;
        while (true) {
            need(at + 1);
            switch (gif[at] & 255) {
                case EXTENSION -> {
                    need(at + 2);
                    control = (gif[at + 1] & 255) == GRAPHIC_CONTROL ? at + 2 : control;
                    at = behindData(at + 2);
                }
                case PICTURE -> {
                    need(at + 10);
                    if (frames++ == 0) {
                        first(at + 1, control);
                    }
                    at = behindData(at + 11 + paletteBytes(gif[at + 9]));
                }
                case TRAILER -> {
                    if (frames == 0) {
                        throw BadImageException.corrupt("no picture in it");
                    }
                    return;
                }
                default -> throw BadImageException.corrupt("no block begins at byte " + at);
            }
        }
    }

    private void first(int at, int control) throws BadImageException {
        picture = at;
        int columns = u16(at + 4);
        int rows = u16(at + 6);
        if (columns < 1 || rows < 1 || u16(at) + columns > width || u16(at + 2) + rows > height) {
            throw BadImageException.corrupt("a picture of " + columns + " x " + rows + " does not lie on a screen of "
                    + width + " x " + height);
        }
        if (control >= 0) {
            if (gif[control] != 4) {
                throw BadImageException.corrupt("a graphic control block of another length than 4");
            }
            transparent = (gif[control + 1] & 1) == 0 ? -1 : gif[control + 4] & 255;
        }
    }

    /** Where the chain of data blocks that begins at {@code at} ends. */
    private int behindData(int at) throws BadImageException {
        int next = at;
        do {
            need(next + 1);
            at = next;
            next += 1 + (gif[at] & 255);
        } while (gif[at] != 0);
        return next;
    }

    private int u16(int at) {
        return in.getShort(at) & 0xffff;
    }

    private void need(int bytes) throws BadImageException {
        if (bytes > gif.length) {
            throw BadImageException.corrupt("truncated: no trailer in " + gif.length + " bytes");
        }
    }
}
