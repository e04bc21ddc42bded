package io.odradek.trainer.testing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Writes small data sets of class folders, with images of noise on a colour that tells the class. */
public final class Folders {
    private Folders() {}

    /** {@code count} images {@code 00.png, 01.png, ...} of one size in the folder of a class. */
    public static void fill(Path classFolder, int count, int height, int width) {
        fill(classFolder, count, height, width, BufferedImage.TYPE_3BYTE_BGR);
    }

    /** Images of a type of {@link BufferedImage}. */
    public static void fill(Path classFolder, int count, int height, int width, int type) {
        for (int i = 0; i < count; i++) {
            image(classFolder.resolve("%02d.png".formatted(i)), height, width, type, i);
        }
    }

    /** One image; its format is the file's extension. */
    public static Path image(Path file, int height, int width, int type, int seed) {
        String name = file.getFileName().toString();
        BufferedImage image = new BufferedImage(width, height, type);
        Random random = new Random(seed);
        int hue = String.valueOf(file.toAbsolutePath().getParent()).hashCode() & 0xc0c0c0;
        for (int i = 0; i < height * width; i++) {
            image.setRGB(i % width, i / width, 0xff000000 | hue | (random.nextInt() & 0x3f3f3f));
        }
        try {
            Files.createDirectories(file.resolveSibling(".").normalize());
            if (!ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile())) {
                throw new IllegalArgumentException("no writer for " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
