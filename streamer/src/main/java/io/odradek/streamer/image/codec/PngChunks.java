package io.odradek.streamer.image.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Walks the chunks of a PNG (ISO/IEC 15948, section 5) and inflates none of them: texts and colour profiles may inflate to
 * gigabytes. Each chunk must be whole and have its CRC. What stands behind the end chunk is ignored.
 */
final class PngChunks {
    private static final int SIGNATURE = 8;
    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504c5445;
    private static final int TRNS = 0x74524e53;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454e44;
    private static final int FCTL = 0x6663544c;
    /** Bit 5 of a type's first byte: the chunk may be skipped by who does not know it. */
    private static final int ANCILLARY = 0x20000000;
    /** Length, type and CRC of a chunk. */
    private static final int OVERHEAD = 12;

    private static final Part NONE = new Part(0, 0);

    /** Data of a chunk: {@code length} bytes of the file from {@code from} on. */
    record Part(int from, int length) {
        /** Whether the file has such a chunk. */
        boolean isThere() {
            return from > 0;
        }
    }

    private final byte[] png;
    private final ByteBuffer in;
    private final CRC32 crc = new CRC32();
    private Part header = NONE;
    private Part palette = NONE;
    private Part transparency = NONE;
    private final List<Part> pixels = new ArrayList<>();
    private int pixelsEnd;
    private int frameControls;

    /** Walks a file that begins with the PNG signature. */
    PngChunks(byte[] png) throws BadImageException {
        this.png = png;
        this.in = ByteBuffer.wrap(png);
        int at = SIGNATURE;
        int type = 0;
        while (type != IEND) {
            if (png.length - at < OVERHEAD) {
                throw BadImageException.corrupt("truncated: no end chunk in " + png.length + " bytes");
            }
            int length = in.getInt(at);
            type = in.getInt(at + 4);
            if (length < 0 || length > png.length - at - OVERHEAD) {
                throw BadImageException.corrupt(
                        "truncated: chunk " + name(at) + " runs over the end of " + png.length + " bytes");
            }
            if (crc(at + 4, length + 4) != in.getInt(at + 8 + length)) {
                throw BadImageException.corrupt("the CRC of chunk " + name(at) + " at byte " + at + " is wrong");
            }
            take(type, at, new Part(at + 8, length));
            at += OVERHEAD + length;
        }
        if (pixels.isEmpty()) {
            throw BadImageException.corrupt("no image data");
        }
    }

    /** The 13 bytes of the header chunk. */
    Part header() {
        return header;
    }

    /** Red, green and blue of each entry; empty where there is no palette. */
    Part palette() {
        return palette;
    }

    /** Of a palette image, the alpha of its first entries; empty where there is none. */
    Part transparency() {
        return transparency;
    }

    /** The compressed pixels, in order. */
    List<Part> pixels() {
        return pixels;
    }

    /** Pictures: 1, or those of an animated PNG. */
    int frames() {
        return Math.max(1, frameControls);
    }

    private void take(int type, int at, Part data) throws BadImageException {
        if (header.isThere() == (type == IHDR) || (type == IHDR && data.length() != 13)) {
            throw BadImageException.corrupt("no valid header chunk");
        }
        switch (type) {
            case IHDR -> header = data;
            case PLTE -> palette = once(palette, data, at);
            case TRNS -> transparency = once(transparency, data, at);
            case IDAT -> {
                if (!pixels.isEmpty() && pixelsEnd != at) {
                    throw BadImageException.corrupt("the image data is interrupted at byte " + pixelsEnd);
                }
                pixels.add(data);
                pixelsEnd = at + OVERHEAD + data.length();
            }
            case FCTL -> frameControls++;
            default -> {
                if (type != IEND && (type & ANCILLARY) == 0) {
                    throw BadImageException.unsupported("chunk " + name(at) + " is not known and must not be skipped");
                }
            }
        }
    }

    private Part once(Part before, Part data, int at) throws BadImageException {
        if (before.isThere() || !pixels.isEmpty()) {
            throw BadImageException.corrupt("chunk " + name(at) + " at byte " + at + " is in the wrong place");
        }
        return data;
    }

    private int crc(int from, int length) {
        crc.reset();
        crc.update(png, from, length);
        return (int) crc.getValue();
    }

    private String name(int at) {
        return new String(png, at + 4, 4, StandardCharsets.ISO_8859_1).replaceAll("[^A-Za-z]", "?");
    }
}
