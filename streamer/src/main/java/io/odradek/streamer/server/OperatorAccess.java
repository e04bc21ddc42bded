package io.odradek.streamer.server;

import com.sun.net.httpserver.HttpExchange;
import io.odradek.streamer.config.Setting;
import java.util.Optional;

/**
 * Who may change something over HTTP: who shows what is asked for. Where nothing is, nobody may. Another site's page may not
 * either, for whose requests a browser shows its certificate all the same. Immutable.
 *
 * @param admittance what is asked for
 * @param flow what may be changed
 */
public record OperatorAccess(Admittance admittance, PauseSwitch flow) {
    /** What is wrong with a request, if anything; its certificate was looked at before. */
    Optional<Refusal> refusal(HttpExchange exchange) {
        if (!admittance.asks()) {
            return Optional.of(Refusal.forbidden("pause and resume are switched off: start the streamer with "
                    + Setting.HTTP_TOKEN_FILE.key() + "=FILE, a file that holds a secret token, or with "
                    + Setting.HTTP_TLS_CLIENTS_FILE.key()));
        }
        return PageAccess.sameOrigin(exchange.getRequestHeaders())
                ? admittance.tokenRefusal(exchange)
                : Optional.of(Refusal.forbidden("another site asks, in a browser: it may not pause or resume"));
    }
}
