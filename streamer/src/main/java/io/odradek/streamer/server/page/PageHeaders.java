package io.odradek.streamer.server.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;

/** What a browser must keep to with the live page: nothing from elsewhere, no script but its own, in no one's frame. Stateless. */
final class PageHeaders {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

    private PageHeaders() {}

    static void set(HttpExchange exchange) {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Security-Policy", POLICY);
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Vary", "Accept-Encoding");
    }
}
