package io.odradek.bench.process;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.odradek.quickstart.console.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks a streamer on this machine how it is. Thread-safe. */
public final class StreamerHealth {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http;
    private final int port;

    private StreamerHealth(HttpClient http, int port) {
        this.http = http;
        this.port = port;
    }

    /** Of a streamer that is yet to be started, on a port of 127.0.0.1 that was free a moment ago. */
    public static StreamerHealth onFreePort(HttpClient http) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new StreamerHealth(http, socket.getLocalPort());
        } catch (IOException e) {
            throw new Failure("no free port on 127.0.0.1: " + e.getMessage(), e);
        }
    }

    /** Its HTTP port. */
    public int port() {
        return port;
    }

    /** Whether it classifies; false when it does not answer. */
    public boolean isReady() throws InterruptedException {
        try {
            return get("/health/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** How many partitions of a topic it has; 0 when it does not answer. */
    int partitions(String topic) throws InterruptedException {
        try {
            JsonObject health = JsonParser.parseString(get("/health").body()).getAsJsonObject();
            JsonElement partitions = health.getAsJsonObject("partitions").get(topic);
            return partitions == null ? 0 : partitions.getAsJsonArray().size();
        } catch (IOException | JsonParseException e) {
            return 0;
        }
    }

    /** What it answers to this path with status 200; empty when it does not. */
    public Optional<String> body(String path) throws InterruptedException {
        try {
            HttpResponse<String> response = get(path);
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
