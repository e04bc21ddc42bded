package io.odradek.streamer.image;

import io.odradek.streamer.image.Decoding.Decoded;
import io.odradek.streamer.image.Decoding.Rejected;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes record values. Width and height are compared with the model's, or with the most that is decoded, before any
 * pixel is, so that a few bytes cannot ask for gigabytes. Never throws for what a record contains. Not thread-safe: one for each thread.
 */
public final class ImageDecoder {
    /** How ImageIO's readers say that a file is sound and of a kind that they do not know. */
    private static final Pattern UNSUPPORTED =
            Pattern.compile("Unsupported Image Type|Unsupported JPEG (data precision|process)");

    /** Most pixels of a side, and of an image, where the model takes more than its own size. */
    private static final int MAX_SIDE = 16_384;

    private static final int MAX_PIXELS = 1 << 24;

    private final Map<ImageFormat, ImageReader> readers = new EnumMap<>(ImageFormat.class);

    /**
     * Decodes one value.
     *
     * @param value the record's value, if any
     * @param contentType the record's {@code content-type} header, if any
     * @param spec what the model takes
     */
    public Decoding decode(byte @Nullable [] value, @Nullable String contentType, InputSpec spec) {
        if (value == null || value.length == 0) {
            return new Rejected(Reason.EMPTY, value == null ? "no value (a tombstone)" : "a value of 0 bytes");
        }
        ImageFormat.Detection detection = ImageFormat.detect(value, contentType, spec.bytes());
        if (detection instanceof ImageFormat.Detection.NotFound notFound) {
            return notFound.why();
        }
        ImageFormat format = ((ImageFormat.Detection.Found) detection).format();
        if (format == ImageFormat.RAW) {
            return new Decoded(Pixels.fromRaw(value, spec));
        }
        if (format == ImageFormat.PNG) {
            Rejected fault = checkPng(value, spec);
            if (fault != null) {
                return fault;
            }
        }
        return read(value, format, spec);
    }

    private static @Nullable Rejected checkPng(byte[] value, InputSpec spec) {
        PngChunks.Walk walk = PngChunks.walk(value);
        return walk.chunks() == null
                ? new Rejected(Reason.CORRUPT_IMAGE, "PNG: " + walk.fault())
                : checkSize(walk.chunks().width(), walk.chunks().height(), spec);
    }

    private static @Nullable Rejected checkSize(int width, int height, InputSpec spec) {
        if (spec.fit() != Fit.EXACT) {
            return width <= MAX_SIDE && height <= MAX_SIDE && (long) width * height <= MAX_PIXELS
                    ? null
                    : new Rejected(
                            Reason.TOO_MANY_PIXELS,
                            "the image is " + width + " x " + height + " pixels (width x height), decoded are at most "
                                    + MAX_SIDE + " a side and " + MAX_PIXELS + " in all");
        }
        return width == spec.width() && height == spec.height()
                ? null
                : new Rejected(
                        Reason.WRONG_SIZE,
                        "the image is " + width + " x " + height + " pixels (width x height), the model takes "
                                + spec.width() + " x " + spec.height());
    }

    private Decoding read(byte[] value, ImageFormat format, InputSpec spec) {
        ImageReader reader = readers.computeIfAbsent(format, ImageDecoder::reader);
        byte[] file = format == ImageFormat.JPEG ? JpegSegments.withoutColourProfile(value) : value;
        Warnings warnings = new Warnings();
        reader.addIIOReadWarningListener(warnings);
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            Rejected wrongSize = checkSize(reader.getWidth(0), reader.getHeight(0), spec);
            if (wrongSize != null) {
                return wrongSize;
            }
            BufferedImage image = reader.read(0);
            if (warnings.first() != null) {
                // A reader that meets the end of the data too early warns and makes up the rest.
                return new Rejected(Reason.CORRUPT_IMAGE, format + ": " + oneLine(warnings.first()));
            }
            return Pixels.knows(image.getColorModel())
                    ? new Decoded(Pixels.tensor(image, spec))
                    : new Rejected(
                            Reason.UNSUPPORTED_IMAGE,
                            format + ": its colours are neither grey nor red, green and blue");
        } catch (IOException | RuntimeException e) {
            boolean unsupported = e instanceof IIOException
                    && UNSUPPORTED.matcher(String.valueOf(e.getMessage())).find();
            return new Rejected(
                    unsupported ? Reason.UNSUPPORTED_IMAGE : Reason.CORRUPT_IMAGE,
                    format + ": " + oneLine(String.valueOf(e.getMessage())));
        } finally {
            reader.reset();
        }
    }

    private static ImageReader reader(ImageFormat format) {
        return ImageIO.getImageReadersByMIMEType(format.contentType()).next();
    }

    private static String oneLine(String text) {
        String clean = text.replaceAll("[^ -~]+", " ");
        return clean.length() <= 200 ? clean : clean.substring(0, 200) + "...";
    }

    /** Remembers the first warning of a reader. */
    private static final class Warnings implements javax.imageio.event.IIOReadWarningListener {
        private @Nullable String first;

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            if (first == null) {
                first = warning;
            }
        }

        @Nullable
        String first() {
            return first;
        }
    }
}
