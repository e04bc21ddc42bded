package io.odradek.streamer.image;

import io.odradek.streamer.image.Decoding.Decoded;
import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.image.codec.BadImageException;
import io.odradek.streamer.image.codec.BmpImage;
import io.odradek.streamer.image.codec.EncodedImage;
import io.odradek.streamer.image.codec.GifImage;
import io.odradek.streamer.image.codec.JpegCodec;
import io.odradek.streamer.image.codec.Planes;
import io.odradek.streamer.image.codec.PngCodec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decodes images. What a file says of itself is compared with the model and with the limits before any pixel is decoded,
 * so that a few bytes cannot ask for gigabytes. Never throws for what an image contains. Not thread-safe: one for each
 * thread.
 */
public final class ImageDecoder {
    private static final int COLOURS = 3;
    private static final int BLACK = 0;

    private final ImageLimits limits;
    private final PngCodec png = new PngCodec();
    private final JpegCodec jpeg = new JpegCodec();

    /** A decoder with the default limits. */
    public ImageDecoder() {
        this(ImageLimits.DEFAULT);
    }

    /** A decoder that refuses what is beyond {@code limits}. */
    public ImageDecoder(ImageLimits limits) {
        this.limits = limits;
    }

    /**
     * Decodes one image.
     *
     * @param value the file or the raw pixels, if any
     * @param contentType the declared type, if any
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
            return new Decoded(spec.fromRaw(value), format, (long) spec.width() * spec.height());
        }
        if (value.length > limits.maxBytes()) {
            return new Rejected(
                    Reason.TOO_MANY_BYTES,
                    "a " + format + " of " + value.length + " bytes, decoded are at most " + limits.maxBytes());
        }
        try {
            EncodedImage image = open(format, value);
            Rejected outside = check(image, spec);
            return outside == null
                    ? new Decoded(read(image, spec), format, (long) image.width() * image.height())
                    : outside;
        } catch (BadImageException e) {
            return new Rejected(
                    e.isUnsupported() ? Reason.UNSUPPORTED_IMAGE : Reason.CORRUPT_IMAGE,
                    format + ": " + oneLine(String.valueOf(e.getMessage())));
        }
    }

    /** The picture in a file of any size within the limits, told by its first bytes alone; none where there is none. */
    Optional<Picture> picture(byte[] file) {
        ImageFormat format = ImageFormat.sniff(file);
        if (format == ImageFormat.RAW || file.length > limits.maxBytes()) {
            return Optional.empty();
        }
        try {
            EncodedImage image = open(format, file);
            InputSpec own = new InputSpec(COLOURS, 1, 1, Fit.RESIZE, BLACK);
            if (check(image, own) != null) {
                return Optional.empty();
            }
            Planes planes = new Planes(image.width() * image.height(), COLOURS, BLACK);
            image.read(planes);
            return Optional.of(new Picture(COLOURS, image.height(), image.width(), planes.samples()));
        } catch (BadImageException e) {
            return Optional.empty();
        }
    }

    private EncodedImage open(ImageFormat format, byte[] value) throws BadImageException {
        return switch (format) {
            case PNG -> png.open(value);
            case JPEG -> jpeg.open(value);
            case GIF -> GifImage.open(value);
            case BMP -> BmpImage.open(value);
            case RAW -> throw new IllegalArgumentException("raw pixels are not encoded");
        };
    }

    private @Nullable Rejected check(EncodedImage image, InputSpec spec) {
        int width = image.width();
        int height = image.height();
        if (spec.fit() == Fit.EXACT && (width != spec.width() || height != spec.height())) {
            return new Rejected(
                    Reason.WRONG_SIZE, found(image) + "the model takes " + spec.width() + " x " + spec.height());
        }
        if (Math.max(width, height) > limits.maxSide() || (long) width * height > limits.maxPixels()) {
            return new Rejected(
                    Reason.TOO_MANY_PIXELS,
                    found(image) + "decoded are at most " + limits.maxSide() + " a side and " + limits.maxPixels()
                            + " in all");
        }
        return image.frames() <= limits.maxFrames()
                ? null
                : new Rejected(
                        Reason.TOO_MANY_FRAMES,
                        "an animation of " + image.frames() + " pictures, taken are at most " + limits.maxFrames());
    }

    private static String found(EncodedImage image) {
        return "the image is " + image.width() + " x " + image.height() + " pixels (width x height), ";
    }

    private static byte[] read(EncodedImage image, InputSpec spec) throws BadImageException {
        Planes planes = new Planes(image.width() * image.height(), spec.channels(), spec.alphaBackground());
        image.read(planes);
        return spec.fit().apply(planes.samples(), image.height(), image.width(), spec);
    }

    private static String oneLine(String text) {
        String clean = text.replaceAll("[^ -~]+", " ");
        return clean.length() <= 200 ? clean : clean.substring(0, 200) + "...";
    }
}
