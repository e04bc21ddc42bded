package io.odradek.streamer.image.codec;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Pattern;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads JPEG with ImageIO's reader (baseline and progressive, 8 bits), without colour profiles. Not thread-safe; one image
 * at a time.
 */
public final class JpegCodec {
    /** How the reader says that a file is sound and of a kind that it does not know. */
    private static final Pattern UNSUPPORTED =
            Pattern.compile("Unsupported Image Type|Unsupported JPEG (data precision|process)");

    /** A progressive image has about ten. */
    private static final int MAX_SCANS = 100;
    /** Of a large image: each scan goes over all of it, and a few bytes are enough for one. */
    private static final int MAX_LARGE_SCANS = 20;

    private static final int LARGE_PIXELS = 1 << 16;

    private static final int CMYK = 4;

    private final ImageReaderSpi readers =
            ImageIO.getImageReadersByMIMEType("image/jpeg").next().getOriginatingProvider();

    /**
     * Opens a file that begins as a JPEG does.
     *
     * @throws BadImageException when it is truncated, or of a kind that is not read
     */
    public EncodedImage open(byte[] jpeg) throws BadImageException {
        JpegFile file = new JpegFile(jpeg);
        int most = (long) file.width() * file.height() > LARGE_PIXELS ? MAX_LARGE_SCANS : MAX_SCANS;
        if (file.scans() > most) {
            throw BadImageException.unsupported(file.scans() + " scans, read are at most " + most);
        }
        return new Image(file);
    }

    private final class Image implements EncodedImage {
        private final JpegFile file;

        Image(JpegFile file) {
            this.file = file;
        }

        @Override
        public int width() {
            return file.width();
        }

        @Override
        public int height() {
            return file.height();
        }

        @Override
        public int frames() {
            return 1;
        }

        @Override
        public void read(Planes planes) throws BadImageException {
            CmykRule cmyk = file.components() == CMYK ? CmykRule.of(file) : null;
            FirstWarning warning = new FirstWarning();
            ImageReader reader = null;
            try (ImageInputStream in =
                    new MemoryCacheImageInputStream(new ByteArrayInputStream(file.withoutProfile()))) {
                // A new one for each image: also after a reset, one keeps the tables of the image before for an image
                // that lacks its own.
                reader = readers.createReaderInstance();
                reader.addIIOReadWarningListener(warning);
                reader.setInput(in, true, true);
                // Before it takes memory for them: whatever file leads it to another header than the walk.
                if (reader.getWidth(0) != width() || reader.getHeight(0) != height()) {
                    throw BadImageException.corrupt("another size than its header says");
                }
                Raster raster = cmyk == null ? colours(reader.read(0)) : reader.readRaster(0, null);
                if (warning.text != null) {
                    // At data that ends too early, the reader warns and makes up the rest.
                    throw BadImageException.corrupt(warning.text);
                }
                copy(raster, cmyk, planes);
            } catch (IOException | RuntimeException e) {
                String message = String.valueOf(e.getMessage());
                throw e instanceof IIOException && UNSUPPORTED.matcher(message).find()
                        ? BadImageException.unsupported(message)
                        : BadImageException.corrupt(message);
            } finally {
                if (reader != null) {
                    reader.dispose();
                }
            }
        }
    }

    private static Raster colours(BufferedImage image) throws BadImageException {
        int space = image.getColorModel().getColorSpace().getType();
        int bands = image.getRaster().getNumBands();
        if (!(space == ColorSpace.TYPE_GRAY && bands == 1) && !(space == ColorSpace.TYPE_RGB && bands == 3)) {
            throw BadImageException.unsupported("its colours are neither grey nor red, green and blue nor CMYK");
        }
        return image.getRaster();
    }

    private static void copy(Raster raster, @Nullable CmykRule cmyk, Planes planes) {
        int width = raster.getWidth();
        if (cmyk != null) {
            int[] row = new int[width * CMYK];
            int pixel = 0;
            for (int y = 0; y < raster.getHeight(); y++) {
                raster.getPixels(0, y, width, 1, row);
                for (int at = 0; at < row.length; at += CMYK) {
                    planes.put(pixel++, cmyk.argb(row[at], row[at + 1], row[at + 2], row[at + 3]));
                }
            }
            return;
        }
        byte[] row = new byte[width * raster.getNumBands()];
        for (int y = 0; y < raster.getHeight(); y++) {
            // Of a reader of 8 bits: in the order red, green, blue, wherever they lie.
            raster.getDataElements(0, y, width, 1, row);
            if (raster.getNumBands() == 1) {
                planes.putGrey(y * width, row, 0, width);
            } else {
                planes.putRgb(y * width, row, 0, width);
            }
        }
    }

    private static final class FirstWarning implements javax.imageio.event.IIOReadWarningListener {
        private @Nullable String text;

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            text = text == null ? warning : text;
        }
    }
}
