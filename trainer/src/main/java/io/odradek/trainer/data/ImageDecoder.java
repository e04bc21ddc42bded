package io.odradek.trainer.data;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.pixels.DecodedSize;
import io.odradek.trainer.pixels.FourComponents;
import io.odradek.trainer.pixels.JpegProfile;
import io.odradek.trainer.pixels.Planes;
import io.odradek.trainer.pixels.PngChunks;
import io.odradek.trainer.pixels.Resampler;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Encoded images to tensors, by the rules of {@code odradek.input} in {@code streamer/README.md}: samples as
 * stored, integer arithmetic, no colour management. Thread-safe.
 */
public final class ImageDecoder {
    /** Most pixels of a side: more are refused before they are decoded, because a few bytes can claim gigabytes. */
    public static final int MAX_SIDE = 16_384;

    /** Most pixels of an image. */
    public static final int MAX_PIXELS = 1 << 24;

    static {
        ImageIO.setUseCache(false);
    }

    private final InputSpec input;

    /** A decoder for tensors of {@code input}. */
    public ImageDecoder(InputSpec input) {
        this.input = input;
    }

    /** What became of an encoded image. */
    public sealed interface Outcome {}

    /**
     * A tensor.
     *
     * @param pixels {@code [C, H, W]}: C·H·W bytes
     * @param file what it was decoded from
     */
    public record Decoded(byte[] pixels, FileKind file) implements Outcome {}

    /**
     * What the file says about itself, nothing decoded.
     *
     * @param height pixels
     * @param width pixels
     * @param coloured whether it may hold something that is not grey
     */
    public record Header(int height, int width, boolean coloured) implements Outcome {}

    /**
     * No tensor.
     *
     * @param reason one line
     */
    public record Undecodable(String reason) implements Outcome {}

    /** Decodes one PNG or JPEG file: {@link Decoded} or {@link Undecodable}. */
    public Outcome decode(byte[] encoded) {
        return whole(encoded, reader -> decode(reader, FourComponents.of(encoded), mediaType(encoded)));
    }

    /**
     * Bytes of heap that {@link #decode} needs beside the file, about.
     *
     * @param head the file's beginning
     */
    public long heapNeeded(byte[] head) {
        return DecodedSize.of(head, input.channels(), MAX_PIXELS) + input.bytes();
    }

    /** Size and kind of one PNG or JPEG file: {@link Header} or {@link Undecodable}. */
    public static Outcome header(byte[] encoded) {
        return whole(
                encoded,
                reader -> new Header(
                        reader.getHeight(0),
                        reader.getWidth(0),
                        FourComponents.of(encoded) != null
                                || Planes.isColoured(
                                        reader.getImageTypes(0).next().getColorModel())));
    }

    /** Media type of a file that can be decoded. */
    public static String mediaType(byte[] encoded) {
        return JpegProfile.isJpeg(encoded) ? "image/jpeg" : "image/png";
    }

    private static Outcome whole(byte[] encoded, Reading reading) {
        @Nullable String fault = PngChunks.fault(encoded);
        return fault == null
                ? read(JpegProfile.remove(PngChunks.withoutTransparentColour(encoded)), reading)
                : new Undecodable("damaged image: " + fault);
    }

    private static Outcome read(byte[] encoded, Reading reading) {
        if (!PngChunks.isPng(encoded) && !JpegProfile.isJpeg(encoded)) {
            // Java would read others as well, by rules that are not those of the streamer.
            return new Undecodable("it is neither PNG nor JPEG");
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(encoded))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return new Undecodable("no known image format");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return reading.apply(reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Readers answer damaged files with all kinds of unchecked exceptions.
            return new Undecodable("damaged image: " + TrainerException.reasonOf(e));
        }
    }

    private Outcome decode(ImageReader reader, @Nullable FourComponents components, String mediaType)
            throws IOException {
        @Nullable String wrongSize = wrongSize(reader.getHeight(0), reader.getWidth(0));
        if (wrongSize != null) {
            return new Undecodable(wrongSize);
        }
        // A reader that meets the end of the data too early warns and makes up the rest.
        String[] warning = new String[1];
        reader.addIIOReadWarningListener((source, text) -> warning[0] = text);
        BufferedImage image = components == null ? reader.read(0) : components.toRgb(reader.readRaster(0, null));
        if (warning[0] != null) {
            return new Undecodable("damaged image: " + warning[0]);
        }
        return Planes.knows(image)
                ? new Decoded(fitted(image), new FileKind(mediaType, (long) image.getHeight() * image.getWidth()))
                : new Undecodable("unsupported pixel format " + image.getColorModel());
    }

    private @Nullable String wrongSize(int height, int width) {
        if (input.fit().equals("exact")) {
            return height == input.height() && width == input.width()
                    ? null
                    : "it has " + height + "x" + width + " pixels (height x width), expected " + input.height() + "x"
                            + input.width();
        }
        return height <= MAX_SIDE && width <= MAX_SIDE && (long) height * width <= MAX_PIXELS
                ? null
                : "it has " + height + "x" + width + " pixels (height x width), at most " + MAX_SIDE + " a side and "
                        + MAX_PIXELS + " in all are read";
    }

    private byte[] fitted(BufferedImage image) {
        byte[] planes = Planes.of(image, input.channels(), input.alphaBackground());
        return switch (input.fit()) {
            case "resize" ->
                Resampler.resize(planes, image.getHeight(), image.getWidth(), input.height(), input.width());
            case "crop" -> Resampler.crop(planes, image.getHeight(), image.getWidth(), input.height(), input.width());
            default -> planes;
        };
    }

    private interface Reading {
        Outcome apply(ImageReader reader) throws IOException;
    }
}
