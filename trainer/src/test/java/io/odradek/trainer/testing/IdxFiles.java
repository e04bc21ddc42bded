package io.odradek.trainer.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes IDX files. */
public final class IdxFiles {
    private IdxFiles() {}

    /** A magic number, the sizes, the values. */
    public static Path write(Path file, byte[] values, int... sizes) {
        ByteBuffer content = ByteBuffer.allocate(4 * (sizes.length + 1) + values.length);
        content.putInt(0x0800 | sizes.length);
        for (int size : sizes) {
            content.putInt(size);
        }
        content.put(values);
        try {
            return Files.write(file, content.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Images of 6x5 pixels, {@code train} or {@code t10k}, with these labels. */
    public static void part(Path directory, String prefix, byte[] labels) {
        byte[] pixels = new byte[labels.length * 30];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 7 + labels[i / 30] * 90);
        }
        write(directory.resolve(prefix + "-images-idx3-ubyte"), pixels, labels.length, 6, 5);
        write(directory.resolve(prefix + "-labels-idx1-ubyte"), labels, labels.length);
    }
}
