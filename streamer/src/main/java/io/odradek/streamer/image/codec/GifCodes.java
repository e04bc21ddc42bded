package io.odradek.streamer.image.codec;

/**
 * The pixels of a GIF's picture out of its LZW codes of variable length (GIF89a, appendix F). The walk over the file has
 * found the chain of data blocks whole. Not thread-safe.
 */
final class GifCodes {
    private static final int MAX_CODES = 4096;
    private static final int NONE = -1;

    private final byte[] gif;
    private final int minBits;
    private final int clear;
    /** Of each code that is made of others: the code before its last pixel, and that pixel. */
    private final short[] before = new short[MAX_CODES];

    private final byte[] last = new byte[MAX_CODES];
    /** Pixels of the current code that are still to be given, the next one on top. */
    private final byte[] stack = new byte[MAX_CODES + 1];

    private int stacked;
    private int bits;
    private int codes;
    private int previous = NONE;
    private int first;

    private int at;
    private int blockEnd;
    private int held;
    private int heldBits;

    /** @param at where the size of the smallest code stands */
    GifCodes(byte[] gif, int at) throws BadImageException {
        this.gif = gif;
        this.minBits = gif[at];
        if (minBits < 2 || minBits > 8) {
            throw BadImageException.corrupt("LZW codes that begin with " + minBits + " bits");
        }
        this.clear = 1 << minBits;
        this.at = at + 1;
        this.blockEnd = this.at;
        restart();
    }

    /** The palette index of the next pixel. */
    int next() throws BadImageException {
        while (stacked == 0) {
            decode();
        }
        return stack[--stacked] & 255;
    }

    private void restart() {
        bits = minBits + 1;
        codes = clear + 2;
        previous = NONE;
    }

    private void decode() throws BadImageException {
        int code = read();
        if (code == clear) {
            restart();
            return;
        }
        if (code == clear + 1) {
            throw BadImageException.corrupt("the image data ends too early");
        }
        if (code > codes || (previous == NONE && code > clear)) {
            throw BadImageException.corrupt("an LZW code that stands for nothing");
        }
        int part = code;
        if (code == codes) {
            // The code that is about to be made: the one before, and its own first pixel.
            stack[stacked++] = (byte) first;
            part = previous;
        }
        while (part > clear) {
            stack[stacked++] = last[part];
            part = before[part];
        }
        stack[stacked++] = (byte) part;
        first = part;
        if (previous != NONE && codes < MAX_CODES) {
            before[codes] = (short) previous;
            last[codes] = (byte) first;
            codes++;
            if (codes == 1 << bits && codes < MAX_CODES) {
                bits++;
            }
        }
        previous = code;
    }

    private int read() throws BadImageException {
        while (heldBits < bits) {
            if (at == blockEnd) {
                int length = gif[at] & 255;
                if (length == 0) {
                    throw BadImageException.corrupt("the image data ends too early");
                }
                at++;
                blockEnd = at + length;
            }
            held |= (gif[at++] & 255) << heldBits;
            heldBits += 8;
        }
        int code = held & ((1 << bits) - 1);
        held >>>= bits;
        heldBits -= bits;
        return code;
    }
}
