package io.odradek.containers;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;

/** Test images of Fashion-MNIST as PNG files. */
final class Samples {
    private static final int SIDE = 28;
    private static final int HEADER = 16;

    private Samples() {}

    /** Writes the first ones, as 0.png and so on. */
    static List<Path> write(Path directory, int count) throws IOException {
        List<Path> files = new ArrayList<>();
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(Engine.FASHION_MNIST.resolve("t10k-images-idx3-ubyte.gz")))) {
            in.skipNBytes(HEADER);
            for (int i = 0; i < count; i++) {
                BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
                byte[] pixels = in.readNBytes(SIDE * SIDE);
                image.getRaster().setDataElements(0, 0, SIDE, SIDE, pixels);
                Path file = directory.resolve(i + ".png");
                ImageIO.write(image, "png", file.toFile());
                files.add(file);
            }
        }
        return files;
    }
}
