package io.odradek.streamer.kit;

import io.odradek.broker.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** A streamer's HTTP port, kept for it, and what a test asks there. */
public final class HttpPort {
    public static final String TOKEN = "a-token-for-tests-0123456789";

    private final HttpClient client = HttpClient.newHttpClient();
    private final FreePort port = new FreePort();

    public String number() {
        return String.valueOf(port.number());
    }

    public String url() {
        return "http://127.0.0.1:" + port.number();
    }

    /** A file with {@link #TOKEN} in it. */
    public static Path tokenFile(Path dir) {
        try {
            return Files.writeString(dir.resolve("token"), TOKEN + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks to pause or resume, with the token. */
    public HttpResponse<String> post(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** The status of a request without the token. */
    public int status(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path))).statusCode();
    }

    /** What is said to who shows the token. */
    public String getWithToken(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).header("Authorization", "Bearer " + TOKEN))
                .body();
    }

    public String get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path))).body();
    }

    /** What a scraper of OpenMetrics gets. */
    public String openMetrics() {
        return send(HttpRequest.newBuilder(URI.create(url() + "/metrics"))
                        .header("Accept", "application/openmetrics-text; version=1.0.0"))
                .body();
    }

    /** What Prometheus would get. */
    public Scrape scrape() {
        return Scrape.of(get("/metrics"));
    }

    /** A metric's value, as {@link Scrape#value} finds it. */
    public double metric(String name) {
        return scrape().value(name);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
