package io.odradek.streamer.server;

import com.sun.net.httpserver.HttpHandler;
import java.util.Set;

/**
 * Something that is served beside health and metrics, on threads of its own.
 *
 * @param path the whole path, as in {@code /page/feed}; nothing below it
 * @param methods those that are allowed
 * @param handler answers and closes the exchange; after ten seconds its thread is interrupted
 */
public record Endpoint(String path, Set<String> methods, HttpHandler handler) {
    /** To look at something. */
    public static final Set<String> READ = Set.of("GET", "HEAD");

    /** To change something. */
    public static final Set<String> CHANGE = Set.of("POST");

    /** Copies the set. */
    public Endpoint {
        methods = Set.copyOf(methods);
    }
}
