package io.odradek.streamer.server;

import com.sun.net.httpserver.HttpExchange;
import io.odradek.streamer.config.AccessToken;
import io.odradek.streamer.config.Setting;
import java.util.Optional;

/**
 * Who may change something over HTTP: who shows the token, as in {@code Authorization: Bearer TOKEN}. Without a token
 * nobody may. Immutable.
 *
 * @param token the secret, if there is one
 * @param flow what may be changed
 */
public record OperatorAccess(Optional<AccessToken> token, PauseSwitch flow) {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final String SCHEME = "Bearer ";

    /** The answer to a request that may not go on. */
    record Refusal(int status, String text) {}

    /** What is wrong with a request, if anything. */
    Optional<Refusal> refusal(HttpExchange exchange) {
        if (token.isEmpty()) {
            return Optional.of(new Refusal(
                    FORBIDDEN,
                    "pause and resume are switched off: start the streamer with " + Setting.HTTP_TOKEN_FILE.key()
                            + "=FILE, a file that holds a secret token\n"));
        }
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        boolean known = header != null
                && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && token.get().matches(header.substring(SCHEME.length()).strip());
        return known
                ? Optional.empty()
                : Optional.of(new Refusal(
                        UNAUTHORIZED,
                        (header == null ? "the token is missing" : "wrong token")
                                + ": send the header Authorization: Bearer TOKEN\n"));
    }
}
