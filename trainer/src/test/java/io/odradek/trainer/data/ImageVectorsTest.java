package io.odradek.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.odradek.trainer.data.ImageDecoder.Decoded;
import io.odradek.trainer.file.Sha256;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Images of several kinds and sizes with the digest of the tensor that every decoder must give for them, which the
 * streamer's tests read too. With {@code -Dodradek.vectors.write=true} the file is written anew.
 */
class ImageVectorsTest {
    private static final Path FILE = Path.of("../deploy/contract/image-vectors.json");
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    record Tensor(int channels, int height, int width, String fit, int alphaBackground, String sha256) {}

    record Vector(String name, String contentType, String image, List<Tensor> tensors) {}

    @BeforeAll
    static void writeThemWhereThatIsAskedFor() throws IOException {
        if (Boolean.getBoolean("odradek.vectors.write")) {
            List<Vector> vectors = new ArrayList<>();
            vectors.add(vector("grey 9x7", "png", noise(9, 7, grey(DataBuffer.TYPE_BYTE, false))));
            vectors.add(vector("grey with alpha 6x11", "png", noise(6, 11, grey(DataBuffer.TYPE_BYTE, true))));
            vectors.add(vector("grey of 16 bits 5x9", "png", noise(5, 9, grey(DataBuffer.TYPE_USHORT, false))));
            vectors.add(vector("black and white 13x10", "png", noise(13, 10, BufferedImage.TYPE_BYTE_BINARY)));
            vectors.add(vector("palette with transparency 8x8", "png", palette()));
            vectors.add(vector("colour 16x23", "png", noise(16, 23, colour(DataBuffer.TYPE_BYTE, false))));
            vectors.add(vector("colour with alpha 12x5", "png", noise(12, 5, colour(DataBuffer.TYPE_BYTE, true))));
            vectors.add(vector(
                    "colour with alpha of 16 bits 4x6", "png", noise(4, 6, colour(DataBuffer.TYPE_USHORT, true))));
            vectors.add(vector("one pixel", "png", noise(1, 1, colour(DataBuffer.TYPE_BYTE, false))));
            vectors.add(vector("wide 2x150", "png", noise(2, 150, grey(DataBuffer.TYPE_BYTE, false))));
            vectors.add(vector("colour 20x30", "jpeg", noise(20, 30, BufferedImage.TYPE_3BYTE_BGR)));
            vectors.add(vector("grey 17x12", "jpeg", noise(17, 12, BufferedImage.TYPE_BYTE_GRAY)));
            vectors.add(vector("CMYK 10x9", fourComponents(10, 9, -1)));
            vectors.add(vector("CMYK as Adobe inverts it 9x10", fourComponents(9, 10, 0)));
            vectors.add(vector("YCCK 11x9", fourComponents(11, 9, 2)));
            Files.writeString(FILE, GSON.toJson(vectors) + "\n");
        }
    }

    @Test
    void decodesAllToTheStatedTensors() throws IOException {
        // Given
        Vector[] vectors = GSON.fromJson(Files.readString(FILE), Vector[].class);

        // When, Then
        assertThat(vectors)
                .hasSize(15)
                .allSatisfy(vector -> assertThat(vector.tensors())
                        .hasSize(10)
                        .allSatisfy(tensor -> assertThat(sha256(vector.image(), tensor))
                                .as("%s to %s", vector.name(), tensor)
                                .isEqualTo(tensor.sha256())));
    }

    private static String sha256(String image, Tensor tensor) {
        InputSpec grey = InputSpec.of(tensor.channels(), tensor.height(), tensor.width(), tensor.fit());
        InputSpec input = new InputSpec(
                grey.layout(),
                grey.dtype(),
                grey.channels(),
                grey.height(),
                grey.width(),
                grey.fit(),
                grey.luma(),
                tensor.alphaBackground(),
                grey.exif());
        ImageDecoder.Outcome outcome =
                new ImageDecoder(input).decode(Base64.getDecoder().decode(image));
        assertThat(outcome).isInstanceOf(Decoded.class);
        return Sha256.of(((Decoded) outcome).pixels());
    }

    private static Vector vector(String name, String format, BufferedImage image) {
        return vector(
                name, format, image.getHeight(), image.getWidth(), write(format, new IIOImage(image, null, null)));
    }

    private static Vector vector(String name, byte[] jpeg) {
        ImageDecoder.Header header = (ImageDecoder.Header) ImageDecoder.header(jpeg);
        return vector(name, "jpeg", header.height(), header.width(), jpeg);
    }

    private static Vector vector(String name, String format, int height, int width, byte[] encoded) {
        String file = Base64.getEncoder().encodeToString(encoded);
        List<Tensor> tensors = new ArrayList<>();
        for (int channels : new int[] {1, 3}) {
            add(tensors, file, new Tensor(channels, height, width, "exact", 0, ""));
            add(tensors, file, new Tensor(channels, 8, 8, "resize", 255, ""));
            add(tensors, file, new Tensor(channels, 28, 31, "resize", 100, ""));
            add(tensors, file, new Tensor(channels, 8, 8, "crop", 0, ""));
            add(tensors, file, new Tensor(channels, 5, 29, "crop", 7, ""));
        }
        return new Vector(name, "image/" + format, file, tensors);
    }

    /** Noise of four components, with an Adobe segment of that transform, or none where it is negative. */
    private static byte[] fourComponents(int height, int width, int transform) {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 4, null);
        Random random = new Random(width);
        for (int i = 0; i < 4 * width * height; i++) {
            raster.setSample(i / 4 % width, i / 4 / width, i % 4, random.nextInt(256));
        }
        byte[] jpeg = write("jpeg", new IIOImage(raster, null, null));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        if (transform >= 0) {
            out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0});
            out.write(transform);
        }
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    private static byte[] write(String format, IIOImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static void add(List<Tensor> tensors, String file, Tensor wanted) {
        tensors.add(new Tensor(
                wanted.channels(),
                wanted.height(),
                wanted.width(),
                wanted.fit(),
                wanted.alphaBackground(),
                sha256(file, wanted)));
    }

    private static ComponentColorModel grey(int type, boolean alpha) {
        return model(ColorSpace.CS_GRAY, type, alpha);
    }

    private static ComponentColorModel colour(int type, boolean alpha) {
        return model(ColorSpace.CS_sRGB, type, alpha);
    }

    private static ComponentColorModel model(int space, int type, boolean alpha) {
        int transparency = alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE;
        return new ComponentColorModel(ColorSpace.getInstance(space), alpha, false, transparency, type);
    }

    private static BufferedImage noise(int height, int width, int type) {
        return withNoise(new BufferedImage(width, height, type));
    }

    private static BufferedImage noise(int height, int width, ComponentColorModel model) {
        WritableRaster raster = model.createCompatibleWritableRaster(width, height);
        return withNoise(new BufferedImage(model, raster, false, null));
    }

    private static BufferedImage withNoise(BufferedImage image) {
        Random random = new Random(image.getWidth());
        WritableRaster raster = image.getRaster();
        for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
            for (int band = 0; band < raster.getNumBands(); band++) {
                int bits = raster.getSampleModel().getSampleSize(band);
                raster.setSample(i % image.getWidth(), i / image.getWidth(), band, random.nextInt(1 << bits));
            }
        }
        return image;
    }

    private static BufferedImage palette() {
        Random random = new Random(8);
        byte[][] colours = new byte[4][16];
        for (byte[] samples : colours) {
            random.nextBytes(samples);
        }
        IndexColorModel model = new IndexColorModel(4, 16, colours[0], colours[1], colours[2], colours[3]);
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_BINARY, model);
        return withNoise(image);
    }
}
