package io.odradek.streamer.image.codec;

import io.odradek.streamer.image.codec.PngChunks.Part;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads PNG (ISO/IEC 15948), every kind of it, samples as stored: the chunks that would change colours are not looked at,
 * nor is the one transparent colour of an image without palette. On small images several times as fast as ImageIO, and
 * stricter: that takes an index without colour for entry 0. Not thread-safe; one image at a time.
 */
public final class PngCodec {
    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int GREY_ALPHA = 4;
    private static final int RGB_ALPHA = 6;

    /** First column, first row, step in columns, step in rows of each pass of an interlaced image (section 8.2). */
    private static final int[][] ADAM7 = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

    private static final int BUFFER_BYTES = 16_384;
    private static final byte[] NOTHING = new byte[0];

    private final Inflater inflater = new Inflater();
    /** Of most images, the rows that are inflated at once. */
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /**
     * Opens a file that begins with the PNG signature.
     *
     * @throws BadImageException when a chunk is damaged or missing, or the header says what cannot be
     */
    public EncodedImage open(byte[] png) throws BadImageException {
        return new Image(png, new PngChunks(png));
    }

    private final class Image implements EncodedImage {
        private final byte[] png;
        private final PngChunks chunks;
        private final int width;
        private final int height;
        private final int depth;
        private final int type;
        private final int channels;
        private final boolean interlaced;
        private final int[] palette;
        private Iterator<Part> parts;

        Image(byte[] png, PngChunks chunks) throws BadImageException {
            this.png = png;
            this.chunks = chunks;
            this.parts = chunks.pixels().iterator();
            ByteBuffer header =
                    ByteBuffer.wrap(png, chunks.header().from(), chunks.header().length());
            this.width = header.getInt();
            this.height = header.getInt();
            this.depth = header.get();
            this.type = header.get();
            this.channels = channels(type, depth);
            // Compression and filter method 0, and interlace method 0 or 1.
            int methods = (header.getShort() << 8) | (header.get() & 255);
            this.interlaced = methods == 1;
            if (width < 1 || height < 1 || channels == 0 || (methods & ~1) != 0) {
                throw BadImageException.corrupt("no valid header chunk");
            }
            this.palette = type == PALETTE ? palette() : new int[0];
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
            return chunks.frames();
        }

        @Override
        public void read(Planes planes) throws BadImageException {
            parts = chunks.pixels().iterator();
            inflater.reset();
            try {
                for (int[] pass : interlaced ? ADAM7 : ONE_PASS) {
                    readPass(pass, planes);
                }
                // Only at the end of its stream does zlib compare the checksum of what it inflated.
                if (!inflater.finished() && fill(new byte[1], 0, 1) > 0) {
                    throw BadImageException.corrupt("more image data than pixels");
                }
            } catch (DataFormatException e) {
                throw BadImageException.corrupt("the compressed image data is damaged: " + e.getMessage());
            } finally {
                inflater.setInput(NOTHING);
            }
        }

        /** Several rows at a time: a small image is inflated in one call. */
        private void readPass(int[] pass, Planes planes) throws BadImageException, DataFormatException {
            int columns = (width - pass[0] + pass[2] - 1) / pass[2];
            int rows = columns == 0 ? 0 : (height - pass[1] + pass[3] - 1) / pass[3];
            int bits = channels * depth;
            // A row with its filter in front. In the first place stands the row above, 0 above the first one.
            int stride = 1 + (int) (((long) columns * bits + 7) / 8);
            int atOnce = Math.min(rows, Math.max(1, BUFFER_BYTES / stride - 1));
            byte[] data = stride * (1 + atOnce) <= BUFFER_BYTES ? buffer : new byte[stride * (1 + atOnce)];
            Arrays.fill(data, 0, stride, (byte) 0);
            for (int done = 0; done < rows; done += atOnce) {
                int count = Math.min(atOnce, rows - done);
                if (fill(data, stride, stride * count) < stride * count) {
                    throw BadImageException.corrupt("the image data ends too early");
                }
                for (int i = 1; i <= count; i++) {
                    int at = i * stride;
                    PngFilter.undo(data, at, stride, (bits + 7) / 8);
                    int pixel = (pass[1] + (done + i - 1) * pass[3]) * width + pass[0];
                    putRow(data, at + 1, columns, pixel, pass[2], planes);
                }
                System.arraycopy(data, stride * count, data, 0, stride);
            }
        }

        /** Inflates as many bytes as there are, at most {@code length}. */
        private int fill(byte[] into, int from, int length) throws DataFormatException {
            int filled = 0;
            boolean more = true;
            while (more && filled < length) {
                boolean fed = inflater.needsInput() && parts.hasNext();
                if (fed) {
                    Part part = parts.next();
                    inflater.setInput(png, part.from(), part.length());
                }
                int count = inflater.inflate(into, from + filled, length - filled);
                filled += count;
                more = fed || count > 0;
            }
            return filled;
        }

        private void putRow(byte[] data, int at, int columns, int first, int step, Planes planes)
                throws BadImageException {
            boolean plain = depth == 8 && step == 1;
            if (plain && type == GREY) {
                planes.putGrey(first, data, at, columns);
            } else if (plain && type == RGB) {
                planes.putRgb(first, data, at, columns);
            } else if (plain && type == RGB_ALPHA) {
                planes.putRgba(first, data, at, columns);
            } else {
                for (int x = 0; x < columns; x++) {
                    planes.put(first + x * step, argb(data, at, x));
                }
            }
        }

        private int argb(byte[] data, int row, int x) throws BadImageException {
            int at = x * channels;
            return switch (type) {
                case GREY -> grey(depth < 8 ? scaled(bits(data, row, x)) : sample(data, row, at), Planes.OPAQUE);
                case GREY_ALPHA -> grey(sample(data, row, at), sample(data, row, at + 1));
                case PALETTE -> colour(bits(data, row, x));
                default ->
                    Planes.argb(
                            type == RGB ? Planes.OPAQUE : sample(data, row, at + 3),
                            sample(data, row, at),
                            sample(data, row, at + 1),
                            sample(data, row, at + 2));
            };
        }

        private int colour(int index) throws BadImageException {
            if (index >= palette.length) {
                throw BadImageException.corrupt("a pixel has colour " + index + " of a palette of " + palette.length);
            }
            return palette[index];
        }

        /** A sample of fewer than 8 bits, spread over their whole range. */
        private int scaled(int sample) {
            return sample * 255 / ((1 << depth) - 1);
        }

        private int bits(byte[] data, int row, int x) {
            int bit = x * depth;
            return data[row + (bit >> 3)] >> (8 - depth - (bit & 7)) & ((1 << depth) - 1);
        }

        /** A sample of 8 bits, or one of 16 made to 8. */
        private int sample(byte[] data, int row, int i) {
            int at = row + i * (depth / 8);
            int high = data[at] & 255;
            return depth == 8 ? high : ((high << 8) + (data[at + 1] & 255) + 128) / 257;
        }

        private int[] palette() throws BadImageException {
            Part colours = chunks.palette();
            Part alphas = chunks.transparency();
            int entries = colours.length() / 3;
            if (entries < 1 || entries > 256 || colours.length() % 3 != 0) {
                throw BadImageException.corrupt("a palette of " + colours.length() + " bytes");
            }
            if (alphas.length() > entries || (alphas.length() > 0 && alphas.from() < colours.from())) {
                throw BadImageException.corrupt("transparency without colours");
            }
            int[] argb = new int[entries];
            for (int i = 0; i < entries; i++) {
                int at = colours.from() + 3 * i;
                int alpha = i < alphas.length() ? png[alphas.from() + i] & 255 : Planes.OPAQUE;
                argb[i] = Planes.argb(alpha, png[at] & 255, png[at + 1] & 255, png[at + 2] & 255);
            }
            return argb;
        }
    }

    private static int grey(int value, int alpha) {
        return Planes.argb(alpha, value, value, value);
    }

    /** Samples of a pixel, or 0 where the kind and its bits do not go together (table 11.1). */
    private static int channels(int type, int depth) {
        boolean whole = depth == 8 || depth == 16;
        boolean part = depth == 1 || depth == 2 || depth == 4;
        return switch (type) {
            case GREY -> whole || part ? 1 : 0;
            case RGB -> whole ? 3 : 0;
            case PALETTE -> depth == 8 || part ? 1 : 0;
            case GREY_ALPHA -> whole ? 2 : 0;
            case RGB_ALPHA -> whole ? 4 : 0;
            default -> 0;
        };
    }
}
