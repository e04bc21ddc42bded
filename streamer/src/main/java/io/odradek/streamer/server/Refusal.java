package io.odradek.streamer.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/**
 * The answer to a request that may not go on.
 *
 * @param status of HTTP, 4xx or 5xx
 * @param text what is wrong and what is allowed: one line for people
 */
public record Refusal(int status, String text) {
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;

    private static final int MISDIRECTED = 421;
    private static final int UNAVAILABLE = 503;

    static Refusal unauthorized(String text) {
        return new Refusal(UNAUTHORIZED, text);
    }

    static Refusal forbidden(String text) {
        return new Refusal(FORBIDDEN, text);
    }

    static Refusal misdirected(String text) {
        return new Refusal(MISDIRECTED, text);
    }

    /** To be tried again in a second. */
    static Refusal busy(String text) {
        return new Refusal(UNAVAILABLE, text);
    }

    /** Answers and closes the exchange; the body of the request is not read. */
    public void send(HttpExchange exchange) throws IOException {
        if (status == UNAUTHORIZED) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        } else if (status == UNAVAILABLE) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        Reply.text(exchange, status, text + "\n");
    }
}
