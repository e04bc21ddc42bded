package io.odradek.trainer.data;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.file.Sha256;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * One IDX file of unsigned bytes (http://yann.lecun.com/exdb/mnist/), plain or gzip: a magic number 0x0000080D with D
 * dimensions, D sizes as big-endian ints, then the bytes.
 *
 * @param dimensions sizes, outermost first
 * @param values product of the sizes, bytes
 * @param sha256 of the decompressed file
 */
public record IdxFile(List<Integer> dimensions, byte[] values, String sha256) {
    /** More than any data set this trainer can hold; a damaged header must not ask for memory without end. */
    private static final long MAX_BYTES = 1L << 30;

    private static final int GZIP_MAGIC = 0x1f8b;

    /** Copies the dimensions. */
    public IdxFile {
        dimensions = List.copyOf(dimensions);
    }

    /**
     * Reads a whole file.
     *
     * @param rank expected number of dimensions: 3 for images, 1 for labels
     * @throws TrainerException when it is missing, damaged, cut short, too long or not of that rank
     */
    public static IdxFile read(Path file, int rank) {
        MessageDigest digest = Sha256.newDigest();
        try (InputStream raw = open(file);
                DataInputStream in = new DataInputStream(new DigestInputStream(raw, digest))) {
            List<Integer> dimensions = readHeader(file, in, rank);
            byte[] values = readValues(file, in, dimensions);
            return new IdxFile(dimensions, values, Sha256.hex(digest));
        } catch (ZipException e) {
            throw damaged(file, "its gzip data is corrupt (" + TrainerException.reasonOf(e) + ")", e);
        } catch (EOFException e) {
            throw damaged(file, "it ends before its header or its gzip stream does", e);
        } catch (IOException e) {
            throw new TrainerException("cannot read " + file + ": " + TrainerException.reasonOf(e), e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            in.mark(2);
            int magic = in.read() << 8 | in.read();
            in.reset();
            return magic == GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static List<Integer> readHeader(Path file, DataInputStream in, int rank) throws IOException {
        int magic = in.readInt();
        int expected = 0x0800 | rank;
        if (magic != expected) {
            throw damaged(file, "its magic number is 0x%08x, expected 0x%08x".formatted(magic, expected), null);
        }
        List<Integer> dimensions = new ArrayList<>();
        long bytes = 1;
        for (int i = 0; i < rank; i++) {
            int size = in.readInt();
            dimensions.add(size);
            bytes = size < 1 || bytes > MAX_BYTES ? Long.MAX_VALUE : bytes * size;
        }
        if (bytes > MAX_BYTES) {
            String found = "its header claims the sizes " + dimensions;
            throw damaged(file, found + ", expected sizes from 1 and at most " + MAX_BYTES + " bytes", null);
        }
        return dimensions;
    }

    private static byte[] readValues(Path file, DataInputStream in, List<Integer> dimensions) throws IOException {
        int expected = dimensions.stream().reduce(1, Math::multiplyExact);
        byte[] values = in.readNBytes(expected);
        if (values.length < expected) {
            String found = "it is cut short: found " + values.length + " bytes of values";
            throw damaged(file, found + ", expected " + expected + " for the sizes " + dimensions, null);
        }
        if (in.read() != -1) {
            throw damaged(file, "it goes on after the " + expected + " bytes that its header announces", null);
        }
        return values;
    }

    private static TrainerException damaged(Path file, String found, @Nullable Throwable cause) {
        return new TrainerException("damaged IDX file " + file + ": " + found + "; bring it anew", cause);
    }
}
