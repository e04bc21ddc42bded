package io.odradek.streamer.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows references to model files: only to allowed places, first in the cache, then at the origin. Not thread-safe: one
 * thread fetches.
 */
public final class Fetcher {
    /** Cached files for each model. */
    private static final int FILES = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);

    private final AllowedPlaces allowed;
    private final DigestCache cache;
    private final long maxBytes;
    private final HttpsOrigin https;

    /**
     * Trusts the certificates that Java trusts.
     *
     * @param allowed prefixes of URIs, each {@code https://host[:port]/path/} or {@code file:///path/}; empty: none
     * @param cache directory for fetched files, created when first needed
     * @param maxBytes the largest file, whatever a reference says
     */
    public Fetcher(List<String> allowed, Path cache, long maxBytes) {
        this(allowed, cache, 1, maxBytes);
    }

    /**
     * The same, of a process that serves several models.
     *
     * @param models that share the cache, at least 1
     */
    public Fetcher(List<String> allowed, Path cache, int models, long maxBytes) {
        this(allowed, new DigestCache(cache, FILES * models), maxBytes, Timeouts.DEFAULT, null);
    }

    Fetcher(List<String> allowed, Path cache, long maxBytes, Timeouts timeouts, @Nullable SSLContext ssl) {
        this(allowed, new DigestCache(cache, FILES), maxBytes, timeouts, ssl);
    }

    private Fetcher(
            List<String> allowed, DigestCache cache, long maxBytes, Timeouts timeouts, @Nullable SSLContext ssl) {
        this.allowed = new AllowedPlaces(allowed);
        this.cache = cache;
        this.maxBytes = maxBytes;
        this.https = new HttpsOrigin(timeouts, ssl);
    }

    /**
     * Fetches a file.
     *
     * @param target where it is written, whole and verified or not at all, in a directory of this user's
     * @param cancelled asked often; true ends the fetch
     */
    public Fetched fetch(ModelReference reference, Path target, BooleanSupplier cancelled) {
        return outcome(reference, () -> {
            cache.check(target);
            if (!cache.copyTo(reference, target, maxBytes, cancelled)) {
                fromOrigin(reference, target, cancelled);
                cache(reference, target);
            }
        });
    }

    /** Fetches a file from its origin, and neither uses nor changes the cache. */
    public Fetched fetchUncached(ModelReference reference, Path target) {
        return outcome(reference, () -> fromOrigin(reference, target, () -> false));
    }

    /** Copies a file out of the cache, which it does not change; false when it is not there, or not to be trusted. */
    public boolean isCached(ModelReference reference, Path target) {
        return outcome(reference, () -> {
                    cache.check(target);
                    cache.peek(reference, target, maxBytes);
                })
                instanceof Fetched.Stored;
    }

    private interface Fetch {
        void run() throws FetchFailure, IOException;
    }

    private Fetched outcome(ModelReference reference, Fetch fetch) {
        try {
            check(reference);
            fetch.run();
            return new Fetched.Stored();
        } catch (FetchFailure e) {
            return e.outcome();
        } catch (IllegalArgumentException e) {
            // Without its message, which may show the query.
            return new Fetched.Refused(reference.shown() + " is a host or path that cannot be here");
        } catch (IOException e) {
            return new Fetched.Unreachable(reference.shown() + ": " + e);
        }
    }

    private void check(ModelReference reference) throws FetchFailure {
        if (!allowed.permits(reference)) {
            throw FetchFailure.refused(reference.shown() + " lies in no allowed place (odradek.model.uri.allow)");
        }
        if (reference.bytes() > maxBytes) {
            throw FetchFailure.refused(reference.shown() + " has " + reference.bytes() + " bytes, allowed: " + maxBytes
                    + " (odradek.model.max.bytes)");
        }
    }

    private void fromOrigin(ModelReference reference, Path target, BooleanSupplier cancelled)
            throws FetchFailure, IOException {
        try (VerifiedFile file = new VerifiedFile(target, reference, maxBytes)) {
            if (reference.isFile()) {
                copy(reference, file, cancelled);
            } else {
                https.download(reference, file, cancelled);
            }
            file.finish();
        }
    }

    private void copy(ModelReference reference, VerifiedFile file, BooleanSupplier cancelled)
            throws FetchFailure, IOException {
        Path origin = realFile(reference);
        if (!Files.isRegularFile(origin)) {
            throw FetchFailure.refused(reference.shown() + " is no regular file");
        }
        FileTime before = Files.getLastModifiedTime(origin);
        try (InputStream in = Files.newInputStream(origin)) {
            file.copy(in, cancelled);
        }
        if (!before.equals(Files.getLastModifiedTime(origin))) {
            throw FetchFailure.unreachable(reference.shown() + " was written to while it was read");
        }
    }

    private Path realFile(ModelReference reference) throws FetchFailure, IOException {
        try {
            return allowed.realFile(reference);
        } catch (NoSuchFileException e) {
            throw FetchFailure.unreachable(reference.shown() + ": there is no such file");
        }
    }

    private void cache(ModelReference reference, Path target) {
        try {
            cache.keep(reference, target);
        } catch (IOException e) {
            // The model is here; only the next start needs its origin again.
            LOG.warn("{} cannot be kept in the cache (odradek.model.cache.dir): {}", reference.shown(), e.toString());
        }
    }
}
