package io.odradek.streamer.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A streamer's HTTP port, free a moment ago, and what a test asks there. */
public final class HttpPort {
    public static final String TOKEN = "a-token-for-tests-0123456789";

    private final HttpClient client = HttpClient.newHttpClient();
    private final int number;

    public HttpPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            number = socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String number() {
        return String.valueOf(number);
    }

    public String url() {
        return "http://127.0.0.1:" + number;
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

    public String get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path))).body();
    }

    /** Each metric's value by its name and labels. */
    public Map<String, Double> metrics() {
        return get("/metrics")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
    }

    /**
     * A metric's value: the sum of those of its series that have these labels among theirs; none is an error of the test.
     *
     * @param name as in {@code odradek_images_total{outcome="classified"}}
     */
    public double metric(String name) {
        String family = name.replaceAll("\\{.*", "");
        List<String> labels = name.contains("{")
                ? List.of(
                        name.substring(name.indexOf('{') + 1, name.length() - 1).split(",", -1))
                : List.of();
        Map<String, Double> metrics = metrics();
        List<Double> values = metrics.entrySet().stream()
                .filter(one -> one.getKey().replaceAll("\\{.*", "").equals(family)
                        && labels.stream().allMatch(one.getKey()::contains))
                .map(Map.Entry::getValue)
                .toList();
        if (values.isEmpty()) {
            throw new AssertionError("no metric " + name + " among " + new TreeSet<>(metrics.keySet()));
        }
        return values.stream().mapToDouble(Double::doubleValue).sum();
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
