package io.odradek.streamer.server.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.odradek.streamer.server.Reply;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A file of the page, in memory. A browser asks each time whether it has changed. Immutable.
 *
 * @param type its {@code Content-Type}
 * @param plain its bytes
 * @param gzip the same, compressed
 * @param digest of its bytes
 */
record PageFile(String type, byte[] plain, byte[] gzip, String digest) {
    /** The kinds of files that are served, by the end of their names. */
    static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png");

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int DIGEST_CHARS = 20;

    static PageFile of(String type, byte[] plain) {
        return new PageFile(type, plain, Gzip.best(plain), sha256(plain).substring(0, DIGEST_CHARS));
    }

    void send(HttpExchange exchange) throws IOException {
        boolean compressed = gzip.length < plain.length && Gzip.isAccepted(exchange);
        String tag = "\"" + digest + (compressed ? "-gzip" : "") + "\"";
        Headers headers = exchange.getResponseHeaders();
        headers.set("ETag", tag);
        headers.set("Cache-Control", "no-cache");
        if (isKnown(exchange, tag)) {
            Reply.send(exchange, NOT_MODIFIED, type, new byte[0]);
            return;
        }
        if (compressed) {
            headers.set("Content-Encoding", "gzip");
        }
        Reply.send(exchange, OK, type, compressed ? gzip : plain);
    }

    private static boolean isKnown(HttpExchange exchange, String tag) {
        return exchange.getRequestHeaders().getOrDefault("If-None-Match", List.of()).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(known -> known.strip().replaceFirst("^W/", ""))
                .anyMatch(known -> known.equals(tag) || known.equals("*"));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
