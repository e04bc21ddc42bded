package io.odradek.streamer.loader;

import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.ForeignModel;
import io.odradek.streamer.contract.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a model file and of its sidecar, if it has one, from a place where anybody may change them at any time.
 * Digests are those of the copy. Deleted when closed.
 */
final class CopiedModel implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final String key;
    private final @Nullable String sidecar;

    private CopiedModel(Path file, String key, @Nullable String sidecar) {
        this.file = file;
        this.key = key;
        this.sidecar = sidecar;
    }

    /** Copies at most {@code maxBytes}: a file that is longer than at the look is found changed afterwards. */
    static CopiedModel of(WatchedPath.Look look, long maxBytes, Spool spool) throws IOException {
        Path copy = spool.incoming();
        try {
            byte @Nullable [] sidecar = sidecar(look);
            try (OutputStream out = Files.newOutputStream(copy)) {
                return new CopiedModel(copy, key(digest(look.file(), out, maxBytes), sidecar), text(sidecar));
            }
        } catch (IOException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    /** The {@link #key()} that a copy would have now. */
    static String key(WatchedPath.Look look, long maxBytes) throws IOException {
        return key(digest(look.file(), OutputStream.nullOutputStream(), maxBytes), sidecar(look));
    }

    /** Tells this content, sidecar included, from any other. */
    String key() {
        return key;
    }

    /** Where the copy is. */
    Path file() {
        return file;
    }

    /** Makes the copy a model that can be admitted: with a sidecar it is adopted. @return its digest */
    String prepare(LiveModel live) throws IOException, RefusedException {
        if (sidecar == null) {
            return key;
        }
        byte[] adopted = live.adopt(file, sidecar);
        Files.write(file, adopted);
        return Digest.sha256(adopted);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }

    private static String key(String digest, byte @Nullable [] sidecar) {
        return sidecar == null ? digest : digest + "+" + Digest.sha256(sidecar);
    }

    private static @Nullable String text(byte @Nullable [] sidecar) {
        return sidecar == null ? null : new String(sidecar, StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] sidecar(WatchedPath.Look look) throws IOException {
        if (look.sidecar() == null) {
            return null;
        }
        try (InputStream in = Files.newInputStream(look.sidecar())) {
            return in.readNBytes(ForeignModel.MAX_SIDECAR_BYTES + 1);
        }
    }

    private static String digest(Path from, OutputStream to, long maxBytes) throws IOException {
        MessageDigest digest = Digest.sha256();
        try (InputStream in = Files.newInputStream(from)) {
            byte[] buffer = new byte[BUFFER];
            long left = maxBytes;
            for (int n = in.read(buffer); n > 0 && left > 0; n = in.read(buffer)) {
                int part = (int) Math.min(n, left);
                digest.update(buffer, 0, part);
                to.write(buffer, 0, part);
                left -= part;
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
