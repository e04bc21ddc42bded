package io.odradek.streamer.server;

import com.sun.net.httpserver.HttpExchange;
import io.odradek.streamer.config.AccessToken;
import java.util.Optional;

/** The header {@code Authorization: Bearer TOKEN}. Stateless. */
final class BearerToken {
    private static final String SCHEME = "Bearer ";

    private BearerToken() {}

    /** What is wrong with the token of a request, if anything; never shows one. */
    static Optional<Refusal> refusal(HttpExchange exchange, AccessToken token) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        boolean known = header != null
                && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && token.matches(header.substring(SCHEME.length()).strip());
        return known
                ? Optional.empty()
                : Optional.of(Refusal.unauthorized((header == null ? "the token is missing" : "wrong token")
                        + ": send the header Authorization: Bearer TOKEN"));
    }
}
