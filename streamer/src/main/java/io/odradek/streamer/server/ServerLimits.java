package io.odradek.streamer.server;

import java.util.Map;

/**
 * What Java's HTTP server takes from anybody. It knows such limits for the whole process alone, and reads them once, when
 * its first class is loaded. Stateless.
 */
final class ServerLimits {
    /** Further connections are closed at once. */
    static final int MOST_CONNECTIONS = 512;

    /** Of one request; one with more is hung up on. */
    static final int MOST_HEADER_BYTES = 16 << 10;

    private static final Map<String, Integer> LIMITS = Map.of(
            "jdk.httpserver.maxConnections", MOST_CONNECTIONS,
            "sun.net.httpserver.maxReqHeaderSize", MOST_HEADER_BYTES);

    private ServerLimits() {}

    /** To be called before a server is made. What whoever started Java chose stays. */
    static void set() {
        LIMITS.forEach((name, limit) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, String.valueOf(limit));
            }
        });
    }
}
