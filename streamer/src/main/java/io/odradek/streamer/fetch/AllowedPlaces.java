package io.odradek.streamer.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The places that references may lead to, compared part by part after parsing: scheme, host, port, and whole segments of
 * the path. Immutable.
 */
final class AllowedPlaces {
    private static final int HTTPS_PORT = 443;

    private final List<URI> prefixes;

    /** @param prefixes each {@code https://host[:port]/path/} or {@code file:///path/}; checked with the settings */
    AllowedPlaces(List<String> prefixes) {
        this.prefixes = prefixes.stream().map(URI::create).toList();
    }

    /** Whether a reference lies below an allowed place, by its text. */
    boolean permits(ModelReference reference) {
        return prefixes.stream().anyMatch(prefix -> covers(prefix, reference.uri()));
    }

    /**
     * The file that a reference names, with links resolved.
     *
     * @throws FetchFailure refused when it leads out of every allowed directory
     * @throws IOException when it is not there
     */
    Path realFile(ModelReference reference) throws FetchFailure, IOException {
        Path real = Path.of(reference.uri()).toRealPath();
        for (URI prefix : prefixes) {
            if (covers(prefix, reference.uri())
                    && real.startsWith(Path.of(prefix).toRealPath())) {
                return real;
            }
        }
        throw FetchFailure.refused(reference.shown() + " is a link that leads out of the allowed directory");
    }

    private static boolean covers(URI prefix, URI uri) {
        return prefix.getScheme().equals(uri.getScheme())
                && host(prefix).equals(host(uri))
                && port(prefix) == port(uri)
                // A prefix ends with a slash: no half segments.
                && uri.getRawPath().startsWith(prefix.getRawPath());
    }

    private static String host(URI uri) {
        return uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        return uri.getPort() < 0 ? HTTPS_PORT : uri.getPort();
    }
}
