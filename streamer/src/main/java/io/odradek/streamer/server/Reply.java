package io.odradek.streamer.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Whole answers to requests; each closes its exchange. Stateless.
 */
public final class Reply {
    private static final int NOT_MODIFIED = 304;

    private Reply() {}

    /**
     * What every answer says, whoever gives it, unless it says otherwise later: no browser takes it for something else than
     * it is, keeps it, or lets another site have it.
     */
    static void setHeaders(HttpExchange exchange) {
        Headers headers = exchange.getResponseHeaders();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
    }

    /** Plain text, in whole lines. */
    public static void text(HttpExchange exchange, int status, String text) throws IOException {
        send(exchange, status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** JSON in UTF-8. */
    public static void json(HttpExchange exchange, int status, byte[] json) throws IOException {
        send(exchange, status, "application/json; charset=utf-8", json);
    }

    /**
     * Any bytes; of {@code HEAD} only their headers.
     *
     * @param type the {@code Content-Type}
     */
    public static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Type", type);
            if (exchange.getRequestMethod().equals("HEAD")) {
                headers.set("Content-Length", String.valueOf(body.length));
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            exchange.sendResponseHeaders(status, body.length == 0 || status == NOT_MODIFIED ? -1 : body.length);
            if (body.length > 0 && status != NOT_MODIFIED) {
                // The answer goes out before what is left of the request is looked at.
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        }
    }
}
