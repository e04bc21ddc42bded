package io.odradek.streamer.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where models come from, and what is admitted.
 *
 * @param maxBytes the largest file that is admitted
 * @param directory where files are spooled
 * @param path the file or directory that is watched; null when the models topic is followed
 * @param allowed places that references may lead to, each {@code https://host[:port]/path/} or {@code file:///path/}
 * @param cache directory for fetched files
 * @param trustedKeys Ed25519 keys, one of which must have signed a model; none: signatures are not looked at
 * @param probe how long a process of its own may try a model; zero: there is none
 */
public record ModelSource(
        long maxBytes,
        Path directory,
        @Nullable Path path,
        List<String> allowed,
        Path cache,
        List<PublicKey> trustedKeys,
        Duration probe) {
    /** No model file is larger: no record of Kafka is. */
    public static final long LARGEST_BYTES = 1L << 30;

    private static final int MAX_PORT = 65_535;
    private static final int MAX_PROBE_SECONDS = 3_600;

    /** Directories of a URI, each with a slash behind it; neither {@code .} nor {@code ..}, and nothing encoded. */
    private static final String DIRECTORIES = "((?!\\.{1,2}/)[a-zA-Z0-9._~!$&'()+=:@-]+/)*";

    private static final String PLACE = "(https://([a-zA-Z0-9.-]+|\\[[0-9a-fA-F:.]+\\])(:\\d{1,5})?/" + DIRECTORIES
            + "|file:///" + DIRECTORIES + ")";

    /** Copies the lists. */
    public ModelSource {
        allowed = List.copyOf(allowed);
        trustedKeys = List.copyOf(trustedKeys);
    }

    /** Checks the settings. @throws ConfigException for the first that is wrong */
    static ModelSource of(Settings settings, Routes routes) {
        if (routes.models().size() > 1 && !settings.get(Setting.MODEL_PATH).isBlank()) {
            throw new ConfigException(Setting.MODEL_PATH.key() + " is \"" + settings.get(Setting.MODEL_PATH)
                    + "\", one file or directory holds one model, and " + Setting.ROUTES.key() + " names "
                    + routes.models().size() + ": publish them to the models topic");
        }
        Path directory = path(settings, Setting.MODEL_DIR);
        boolean cached = !settings.get(Setting.MODEL_CACHE_DIR).isBlank();
        return new ModelSource(
                settings.integer(Setting.MODEL_MAX_BYTES, 1, LARGEST_BYTES),
                directory,
                settings.get(Setting.MODEL_PATH).isBlank() ? null : path(settings, Setting.MODEL_PATH),
                allowed(settings),
                cached ? path(settings, Setting.MODEL_CACHE_DIR) : directory.resolve("odradek-cache"),
                KeyFile.read(settings, Setting.MODEL_TRUSTED_KEYS),
                Duration.ofSeconds(settings.integer(Setting.MODEL_PROBE_SECONDS, 0, MAX_PROBE_SECONDS)));
    }

    private static List<String> allowed(Settings settings) {
        if (settings.get(Setting.MODEL_URI_ALLOW).isBlank()) {
            return List.of();
        }
        List<String> places =
                List.of(StreamerConfig.matching(settings, Setting.MODEL_URI_ALLOW, PLACE + "(,\\s*" + PLACE + ")*")
                        .split(",\\s*", -1));
        if (!places.stream().allMatch(ModelSource::isUri)) {
            throw settings.wrong(Setting.MODEL_URI_ALLOW);
        }
        return places;
    }

    /** What looks like a place may still have no host, such as {@code [::::]}, or no port that there is. */
    private static boolean isUri(String place) {
        try {
            URI uri = new URI(place);
            boolean isFile = uri.getScheme().equals("file");
            return isFile || (uri.getHost() != null && uri.getPort() != 0 && uri.getPort() <= MAX_PORT);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Path path(Settings settings, Setting setting) {
        try {
            return Path.of(settings.get(setting));
        } catch (InvalidPathException e) {
            throw settings.wrong(setting);
        }
    }
}
