package io.odradek.trainer.pixels;

import java.nio.ByteBuffer;

/** How much memory a PNG or JPEG takes while it is decoded, by what its beginning says. Stateless. */
public final class DecodedSize {
    /** Where the header chunk of a PNG has its size and kind. */
    private static final int PNG_WIDTH_AT = 16;

    private static final int PNG_HEIGHT_AT = 20;
    private static final int PNG_DEPTH_AT = 24;
    private static final int PNG_COLOUR_TYPE_AT = 25;

    /** Of a pixel: four samples of 16 bits. */
    private static final int MOST_SAMPLE_BYTES = 8;

    private DecodedSize() {}

    /**
     * Bytes of the decoded samples and of their {@link Planes} together, about.
     *
     * @param head the file's beginning
     * @param channels of the planes
     * @param mostPixels so many count where there are more, or {@code head} ends before that can be told
     * @return 0 for what is neither PNG nor JPEG
     */
    public static long of(byte[] head, int channels, int mostPixels) {
        if (PngChunks.isPng(head) && head.length > PNG_COLOUR_TYPE_AT) {
            ByteBuffer in = ByteBuffer.wrap(head);
            long height = in.getInt(PNG_HEIGHT_AT) & 0xffff_ffffL;
            long width = in.getInt(PNG_WIDTH_AT) & 0xffff_ffffL;
            int sampleBytes = head[PNG_DEPTH_AT] == 16 ? 2 : 1;
            return pixels(height, width, mostPixels) * (pngSamples(head[PNG_COLOUR_TYPE_AT]) * sampleBytes + channels);
        }
        if (!JpegProfile.isJpeg(head)) {
            return 0;
        }
        int frame = frame(head);
        if (frame < 0) {
            return (long) mostPixels * (MOST_SAMPLE_BYTES + channels);
        }
        ByteBuffer in = ByteBuffer.wrap(head);
        int components = head[frame + 5] & 255;
        // Of four components an image of red, green and blue is made first.
        int samples = components == 4 ? 4 + 3 : components;
        return pixels(in.getShort(frame + 1) & 0xffff, in.getShort(frame + 3) & 0xffff, mostPixels)
                * (samples + channels);
    }

    private static long pixels(long height, long width, int most) {
        return height > most || width > most ? most : Math.min(most, height * width);
    }

    private static int pngSamples(int colourType) {
        return switch (colourType) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
    }

    /** Where a JPEG's frame header begins behind its length; -1 where that is not in {@code head}. */
    private static int frame(byte[] head) {
        ByteBuffer in = ByteBuffer.wrap(head).position(2);
        while (in.remaining() >= 10) {
            int start = in.position();
            int marker = in.getShort(start) & 0xffff;
            int length = in.getShort(start + 2) & 0xffff;
            if (marker == 0xffff) {
                in.position(start + 1);
            } else if (FourComponents.isFrame(marker)) {
                return start + 4;
            } else if (marker >>> 8 != 0xff || length < 2 || in.remaining() < 2 + length) {
                return -1;
            } else {
                in.position(start + 2 + length);
            }
        }
        return -1;
    }
}
