package io.odradek.streamer.deadletters;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The value of a dead letter as a file. Stateless. */
public final class ValueFile {
    private ValueFile() {}

    /**
     * Writes a new file: all of it or, when that fails, none.
     *
     * @throws FileAlreadyExistsException when there is one, which stays as it is
     */
    public static void write(Path file, byte[] value) throws IOException {
        try (SeekableByteChannel out = Files.newByteChannel(file, CREATE_NEW, WRITE)) {
            try {
                ByteBuffer left = ByteBuffer.wrap(value);
                while (left.hasRemaining()) {
                    out.write(left);
                }
            } catch (IOException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        }
    }
}
