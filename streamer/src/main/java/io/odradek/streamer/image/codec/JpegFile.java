package io.odradek.streamer.image.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks the markers of a JPEG (ITU-T T.81, annex B) up to its end and decodes nothing. It finds the size, what a CMYK
 * image's samples mean, and how many scans there are: each goes over the whole image, and a few bytes are enough for one.
 */
final class JpegFile {
    /** No Adobe segment. */
    static final int NOT_ADOBE = -1;

    private static final byte[] PROFILE = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
    /** In an Adobe segment, from its length on (T.872, 6.5.3). */
    private static final int TRANSFORM_AT = 13;
    /** The lengths of its own and of its first fields, of a frame header. */
    private static final int FRAME_BYTES = 8;

    private static final int FIRST_SEGMENT = 0xc0;
    /** The first of eight, which stand in the data of a scan. */
    private static final int RESTART = 0xd0;

    private static final int START = 0xd8;
    private static final int END = 0xd9;
    private static final int SCAN = 0xda;
    private static final int APP2 = 0xe2;
    private static final int APP14 = 0xee;
    private static final int MARKER = 0xff;

    private final byte[] jpeg;
    private final ByteArrayOutputStream copy = new ByteArrayOutputStream(0);
    private int copied;
    private int width;
    private int height;
    private int components;
    private boolean subsampled;
    private int transform = NOT_ADOBE;
    private int scans;

    /** Walks a file that begins as a JPEG does. */
    JpegFile(byte[] jpeg) throws BadImageException {
        this.jpeg = jpeg;
        int at = 2;
        int marker = 0;
        while (marker != END) {
            need(at + 2, at);
            marker = jpeg[at + 1] & 255;
            if ((jpeg[at] & 255) != MARKER) {
                throw BadImageException.corrupt("no marker at byte " + at);
            }
            if (marker == MARKER) {
                // A fill byte.
                at++;
            } else if (marker < FIRST_SEGMENT || (marker >= RESTART && marker <= START)) {
                // Without a length of its own: for who reads the picture, other bytes would be the next segment.
                throw BadImageException.corrupt(
                        "marker " + Integer.toHexString(MARKER << 8 | marker) + " is out of place at byte " + at);
            } else if (marker != END) {
                at = segment(marker, at + 2);
            }
        }
        if (width < 1 || height < 1 || scans == 0) {
            throw BadImageException.corrupt("no picture in it");
        }
    }

    /**
     * The file without its ICC profile (ICC.1:2022, annex B.4), or as it is where there is none: with one, ImageIO would
     * convert the colours.
     */
    byte[] withoutProfile() {
        if (copied == 0) {
            return jpeg;
        }
        copy.write(jpeg, copied, jpeg.length - copied);
        copied = jpeg.length;
        return copy.toByteArray();
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Samples of a pixel. */
    int components() {
        return components;
    }

    /** Whether not all components have every pixel. */
    boolean isSubsampled() {
        return subsampled;
    }

    /** Of the Adobe segment, the colour transform; {@link #NOT_ADOBE} where there is no such segment. */
    int transform() {
        return transform;
    }

    int scans() {
        return scans;
    }

    /** @return where the next marker stands */
    private int segment(int marker, int at) throws BadImageException {
        need(at + 2, at);
        int length = ByteBuffer.wrap(jpeg).getShort(at) & 0xffff;
        int end = at + length;
        need(end, at);
        if (length < 2) {
            throw BadImageException.corrupt("a segment of " + length + " bytes at byte " + at);
        }
        if (marker == SCAN) {
            scans++;
            return behindScan(end);
        }
        if (marker == APP2 && scans == 0 && begins(PROFILE, at + 2, end)) {
            copy.write(jpeg, copied, at - 2 - copied);
            copied = end;
        } else if (marker == APP14 && scans == 0 && length > TRANSFORM_AT && begins(ADOBE, at + 2, end)) {
            transform = jpeg[at + TRANSFORM_AT] & 255;
        } else if (isFrame(marker) && components == 0) {
            frame(at, length);
        }
        return end;
    }

    /** SOF0 to SOF15, but for DHT, JPG and DAC, which lie among them. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private void frame(int at, int length) throws BadImageException {
        ByteBuffer in = ByteBuffer.wrap(jpeg);
        components = length < FRAME_BYTES ? 0 : jpeg[at + 7] & 255;
        if (components == 0 || length != FRAME_BYTES + 3 * components) {
            throw BadImageException.corrupt("a frame header of " + length + " bytes");
        }
        height = in.getShort(at + 3) & 0xffff;
        width = in.getShort(at + 5) & 0xffff;
        for (int i = 1; i < components; i++) {
            subsampled |= jpeg[at + FRAME_BYTES + 3 * i + 1] != jpeg[at + FRAME_BYTES + 1];
        }
    }

    /** The next marker that is neither a stuffed byte nor one of the restarts (D0 to D7) inside the data. */
    private int behindScan(int at) throws BadImageException {
        for (int i = at; i + 1 < jpeg.length; i++) {
            int next = jpeg[i + 1] & 255;
            if ((jpeg[i] & 255) == MARKER && next != 0 && next != MARKER && (next < RESTART || next >= START)) {
                return i;
            }
        }
        throw truncated(at);
    }

    private boolean begins(byte[] name, int from, int end) {
        return end - from >= name.length && Arrays.equals(jpeg, from, from + name.length, name, 0, name.length);
    }

    private void need(int bytes, int at) throws BadImageException {
        if (bytes > jpeg.length) {
            throw truncated(at);
        }
    }

    private BadImageException truncated(int at) {
        return BadImageException.corrupt(
                "truncated: what begins at byte " + at + " runs over the end of " + jpeg.length + " bytes");
    }
}
