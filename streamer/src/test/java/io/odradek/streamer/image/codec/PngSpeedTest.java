package io.odradek.streamer.image.codec;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.sun.management.ThreadMXBean;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;

/** Why PNG is not left to ImageIO: both read Fashion-MNIST's golden images in turns, and the ratio is printed. */
class PngSpeedTest {
    private static final Path MODEL = Path.of("..", "deploy", "contract", "fashion-mnist-seed.onnx");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 9;
    private static final int IMAGES = 4_000;

    private final PngCodec codec = new PngCodec();
    private final ImageReader reader =
            ImageIO.getImageReadersByFormatName("png").next();

    private interface Reading {
        byte[] samples(byte[] png) throws IOException, BadImageException;
    }

    @Test
    void takesLessProcessorTimeThanImageIo() throws IOException, BadImageException {
        List<byte[]> images = goldenImages();
        long own = Long.MAX_VALUE;
        long imageIo = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            own = Math.min(own, nanos(images, this::own));
            imageIo = Math.min(imageIo, nanos(images, this::imageIo));
        }

        double ratio = (double) imageIo / own;
        System.err.printf(
                "PngSpeedTest: ImageIO %.1f us, PngCodec %.1f us an image of 28 x 28, ratio %.2f%n",
                imageIo / 1e3 / IMAGES, own / 1e3 / IMAGES, ratio);
        assertThat(own(images.get(0))).isEqualTo(imageIo(images.get(0)));
        assertThat(ratio).as("measured were 2 and more").isGreaterThan(0.8);
    }

    private static long nanos(List<byte[]> images, Reading reading) throws IOException, BadImageException {
        long samples = 0;
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < IMAGES; i++) {
            samples += reading.samples(images.get(i % images.size())).length;
        }
        assertThat(samples).isEqualTo(784L * IMAGES);
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    private byte[] own(byte[] png) throws BadImageException {
        EncodedImage image = codec.open(png);
        Planes planes = new Planes(image.width() * image.height(), 1, 0);
        image.read(planes);
        return planes.samples();
    }

    /** With the look at the CRCs that ImageIO does not take. */
    private byte[] imageIo(byte[] png) throws IOException, BadImageException {
        new PngChunks(png);
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(png))) {
            reader.setInput(in, true, true);
            return ((DataBufferByte) reader.read(0).getRaster().getDataBuffer()).getData();
        } finally {
            reader.reset();
        }
    }

    private static List<byte[]> goldenImages() throws IOException {
        String golden = ModelProto.parseFrom(Files.readAllBytes(MODEL)).getMetadataPropsList().stream()
                .filter(entry -> entry.getKey().equals("odradek.golden"))
                .findFirst()
                .orElseThrow()
                .getValue();
        List<byte[]> images = new ArrayList<>();
        for (JsonElement image : new Gson().fromJson(golden, JsonArray.class)) {
            images.add(Base64.getDecoder()
                    .decode(image.getAsJsonObject().get("image").getAsString()));
        }
        return images;
    }
}
