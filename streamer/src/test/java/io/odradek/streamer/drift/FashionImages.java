package io.odradek.streamer.drift;

import io.odradek.streamer.kit.Requirement;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The 10,000 test images of Fashion-MNIST.
 *
 * @param pixels of each image, 28 x 28
 * @param labels of each image, 0 to 9
 */
record FashionImages(byte[][] pixels, byte[] labels) {
    static final int SIDE = 28;

    private static final Path FOLDER = Path.of("/usr/share/datasets/fashion-mnist");

    /** Skips the test where Debian's package dataset-fashion-mnist is not installed. */
    static FashionImages load() {
        Path images = FOLDER.resolve("t10k-images-idx3-ubyte.gz");
        Requirement.need(Files.exists(images), "Debian's package dataset-fashion-mnist is not installed");
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(images)));
                DataInputStream labels = new DataInputStream(
                        new GZIPInputStream(Files.newInputStream(FOLDER.resolve("t10k-labels-idx1-ubyte.gz"))))) {
            in.skipNBytes(16);
            labels.skipNBytes(8);
            byte[][] pixels = new byte[10_000][];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = in.readNBytes(SIDE * SIDE);
            }
            return new FashionImages(pixels, labels.readNBytes(pixels.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
