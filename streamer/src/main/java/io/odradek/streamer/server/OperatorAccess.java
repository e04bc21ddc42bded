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
    /** What is wrong with a request, if anything. */
    Optional<Refusal> refusal(HttpExchange exchange) {
        return token.isEmpty()
                ? Optional.of(Refusal.forbidden("pause and resume are switched off: start the streamer with "
                        + Setting.HTTP_TOKEN_FILE.key() + "=FILE, a file that holds a secret token"))
                : BearerToken.refusal(exchange, token.get());
    }
}
