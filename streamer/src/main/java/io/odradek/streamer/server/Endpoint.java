package io.odradek.streamer.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Something that is served beside health and metrics, on threads of its own.
 *
 * @param path the whole path, as in {@code /page/feed}; nothing below it
 * @param methods those that are allowed
 * @param guard what is wrong with a request, by its headers alone: asked at once, so that who is refused takes no turn
 * @param handler answers and closes the exchange; after ten seconds its thread is interrupted
 */
public record Endpoint(
        String path, Set<String> methods, Function<HttpExchange, Optional<Refusal>> guard, HttpHandler handler) {
    /** To look at something. */
    public static final Set<String> READ = Set.of("GET", "HEAD");

    /** To change something. */
    public static final Set<String> CHANGE = Set.of("POST");

    /** Copies the set. */
    public Endpoint {
        methods = Set.copyOf(methods);
    }

    /** One that says itself what is wrong, when its turn comes. */
    public Endpoint(String path, Set<String> methods, HttpHandler handler) {
        this(path, methods, exchange -> Optional.empty(), handler);
    }
}
