package io.odradek.bench.net;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;

/** Fashion-MNIST's images, and the forms in which clients send them. Pure but for reading. */
public final class Images {
    private static final int MAGIC = 2051;
    private static final int HEADER = 16;
    /** Values of the noise. */
    private static final int NOISE = 32;

    private Images() {}

    /**
     * All images of an IDX file, 784 bytes each.
     *
     * @throws IOException when it cannot be read, or is no such file
     */
    public static List<byte[]> read(Path gzipped) throws IOException {
        ByteBuffer file;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(gzipped))) {
            file = ByteBuffer.wrap(in.readAllBytes());
        }
        if (file.remaining() < HEADER || file.getInt() != MAGIC) {
            throw new IOException(gzipped + " is no IDX file of images");
        }
        int count = file.getInt();
        int bytes = file.getInt() * file.getInt();
        List<byte[]> images = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] image = new byte[bytes];
            file.get(image);
            images.add(image);
        }
        return images;
    }

    /** A grey PNG of 28 x 28 pixels, as Java writes it. */
    public static byte[] png(byte[] pixels) {
        return png(pixels, Nets.SIDE);
    }

    /**
     * A grey PNG in which each pixel of an image is a square of equal ones, to which noise is added: five bits of each pixel
     * are random, by a seed made of the image, so that the file has about a byte a pixel whatever its size.
     *
     * @param factor width of the square
     */
    public static byte[] noisyPng(byte[] pixels, int factor) {
        int side = factor * Nets.SIDE;
        Random random = new Random(Arrays.hashCode(pixels));
        byte[] large = new byte[side * side];
        for (int i = 0; i < large.length; i++) {
            int pixel = pixels[i / side / factor * Nets.SIDE + i % side / factor] & 255;
            large[i] = (byte) (pixel * (255 - NOISE) / 255 + random.nextInt(NOISE));
        }
        return png(large, side);
    }

    private static byte[] png(byte[] pixels, int side) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, side, side, pixels);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write a PNG into memory", e);
        }
        return out.toByteArray();
    }

    /** JSON with the pixels as floats from 0 to 1: {@code {"image":[...]}}. */
    public static byte[] json(byte[] pixels) {
        StringBuilder json = new StringBuilder("{\"image\":");
        char separator = '[';
        for (byte pixel : pixels) {
            json.append(separator).append((pixel & 255) / 255f);
            separator = ',';
        }
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
