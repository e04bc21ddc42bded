package io.odradek.trainer.pixels;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the four components of a JPEG are, and how they become red, green and blue: step 1 of the contract's pixel
 * rules, in integers, without a colour profile. Stateless.
 */
public enum FourComponents {
    /** Cyan, magenta, yellow, black; 255 is full ink. */
    CMYK,
    /** The same the other way round, as Adobe writes it: 0 is full ink. */
    INVERTED_CMYK,
    /** Y, Cb, Cr of what INVERTED_CMYK would be turned round in the first three, and black as there. */
    YCCK;

    private static final int START_OF_SCAN = 0xffda;
    private static final int ADOBE = 0xffee;

    /**
     * Of a JPEG's segments before its first scan.
     *
     * @return null where it has not four components, or is damaged before that can be told
     * @throws IOException when nothing says what they are
     */
    public static @Nullable FourComponents of(byte[] file) throws IOException {
        if (!JpegProfile.isJpeg(file)) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(file).position(2);
        int transform = -1;
        int frame = -1;
        while (in.remaining() >= 4) {
            int marker = in.getShort(in.position()) & 0xffff;
            int length = in.getShort(in.position() + 2) & 0xffff;
            if (marker == 0xffff) {
                in.get();
                continue;
            }
            if (marker >>> 8 != 0xff || marker == START_OF_SCAN || in.remaining() < 2 + length || length < 2) {
                break;
            }
            if (marker == ADOBE && length >= 14 && isAdobe(file, in.position() + 4)) {
                transform = file[in.position() + 15] & 255;
            }
            frame = frame < 0 && isFrame(marker) && length >= 8 + 12 ? in.position() + 4 : frame;
            in.position(in.position() + 2 + length);
        }
        return frame < 0 || file[frame + 5] != 4 ? null : kind(file, frame, transform);
    }

    private static FourComponents kind(byte[] file, int frame, int transform) throws IOException {
        boolean sameSizes = true;
        for (int i = 1; i < 4; i++) {
            sameSizes &= file[frame + 7 + 3 * i] == file[frame + 7];
        }
        if (transform == 2) {
            return YCCK;
        }
        if (transform == 0 || (transform < 0 && sameSizes)) {
            return transform == 0 ? INVERTED_CMYK : CMYK;
        }
        throw new IOException("a JPEG of four components, and nothing says what they are");
    }

    private static boolean isAdobe(byte[] file, int at) {
        return Arrays.equals(file, at, at + 5, "Adobe".getBytes(StandardCharsets.US_ASCII), 0, 5);
    }

    static boolean isFrame(int marker) {
        return marker >= 0xffc0 && marker <= 0xffcf && marker != 0xffc4 && marker != 0xffc8 && marker != 0xffcc;
    }

    /** The image of samples as they are stored. */
    public BufferedImage toRgb(Raster samples) {
        int width = samples.getWidth();
        BufferedImage image = new BufferedImage(width, samples.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        int[] row = new int[4 * width];
        int[] rgb = new int[3 * width];
        for (int y = 0; y < samples.getHeight(); y++) {
            samples.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int black = this == CMYK ? 255 - row[4 * x + 3] : row[4 * x + 3];
                for (int c = 0; c < 3; c++) {
                    rgb[3 * x + c] = (light(row, 4 * x, c) * black + 127) / 255;
                }
            }
            image.getRaster().setPixels(0, y, width, 1, rgb);
        }
        return image;
    }

    /** Red, green or blue without black. */
    private int light(int[] row, int at, int c) {
        return switch (this) {
            case CMYK -> 255 - row[at + c];
            case INVERTED_CMYK -> row[at + c];
            case YCCK ->
                255 - Math.max(0, Math.min(255, row[at] + difference(row[at + 1] - 128, row[at + 2] - 128, c)));
        };
    }

    /** 1.402 Cr; -0.34414 Cb - 0.71414 Cr; 1.772 Cb: in units of 1/65536, half rounded up. */
    private static int difference(int cb, int cr, int c) {
        int scaled = switch (c) {
            case 0 -> 91_881 * cr;
            case 1 -> -22_554 * cb - 46_802 * cr;
            default -> 116_130 * cb;
        };
        return Math.floorDiv(scaled + 32_768, 65_536);
    }
}
