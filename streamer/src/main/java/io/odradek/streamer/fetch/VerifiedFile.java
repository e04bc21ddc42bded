package io.odradek.streamer.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;

/**
 * A file that is being written: bounded while it grows, verified at its end, deleted unless it was finished. Not
 * thread-safe.
 */
final class VerifiedFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final ModelReference reference;
    private final long maxBytes;
    private final FileChannel channel;
    private final MessageDigest digest;
    private long written;
    private boolean finished;

    /** @param maxBytes the setting; the reference's own size is a bound too */
    VerifiedFile(Path file, ModelReference reference, long maxBytes) throws IOException {
        this.file = file;
        this.reference = reference;
        this.maxBytes = Math.min(maxBytes, reference.bytes());
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        this.channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    /** Appends. @throws FetchFailure refused when there is more than allowed; unreachable when the disk fails */
    void write(ByteBuffer bytes) throws FetchFailure {
        written += bytes.remaining();
        if (written > maxBytes) {
            throw FetchFailure.refused(reference.shown() + " has more than the " + maxBytes
                    + " bytes that its reference (or odradek.model.max.bytes) allows");
        }
        digest.update(bytes.duplicate());
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw FetchFailure.unreachable("its file cannot be kept on disk: " + e.getMessage());
        }
    }

    /** Appends all of a stream. @throws FetchFailure unreachable when {@code cancelled} turns true */
    void copy(InputStream in, BooleanSupplier cancelled) throws IOException, FetchFailure {
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (cancelled.getAsBoolean()) {
                throw FetchFailure.unreachable("the fetch was cancelled");
            }
            write(ByteBuffer.wrap(buffer, 0, n));
        }
    }

    /** Verifies. @throws FetchFailure when the digest is another: unreachable when the file is too short, else refused */
    void finish() throws FetchFailure {
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(reference.sha256())) {
            if (written < reference.bytes()) {
                throw FetchFailure.unreachable(reference.shown() + " is shorter than the " + reference.bytes()
                        + " bytes that its reference says, as if it were still being written");
            }
            throw FetchFailure.refused(reference.shown() + " has " + written + " bytes with sha256 " + found
                    + ", its reference says " + reference.bytes() + " bytes with sha256 " + reference.sha256());
        }
        finished = true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!finished) {
            Files.deleteIfExists(file);
        }
    }
}
