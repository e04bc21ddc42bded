package io.odradek.streamer.kit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real Prometheus, as {@code deploy/prometheus/prometheus.yaml} configures it, that looks at one streamer, and
 * at one {@code streamer evaluate} where there is one, each second.
 * What it answers with an error is an error of the test.
 */
public final class Prometheus implements AutoCloseable {
    /** Its rules and the example of its configuration. */
    public static final Path CONFIGURATION = Path.of("..", "deploy", "prometheus");

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpPort port = new HttpPort();
    private final Process process;
    private final Path log;

    private Prometheus(Path dir, String target, String evaluator, String features) throws IOException {
        this.log = dir.resolve("prometheus.log");
        this.process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration(dir, target, evaluator),
                        "--storage.tsdb.path=" + dir.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port.number(),
                        "--enable-feature=" + features,
                        "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param dir an empty directory for its data
     * @param target host and port of the streamer
     */
    public static Prometheus start(Path dir, String target) {
        return start(dir, target, "", "exemplar-storage");
    }

    /** The same, with host and port of a {@code streamer evaluate}. */
    public static Prometheus startBoth(Path dir, String target, String evaluator) {
        return start(dir, target, evaluator, "exemplar-storage");
    }

    /** The same, with these features of its own, separated by commas. */
    public static Prometheus start(Path dir, String target, String features) {
        return start(dir, target, "", features);
    }

    private static Prometheus start(Path dir, String target, String evaluator, String features) {
        try {
            Prometheus prometheus = new Prometheus(dir, target, evaluator, features);
            prometheus.awaitReady();
            return prometheus;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips the test where there is none. */
    public static void require() {
        for (String program : List.of("prometheus", "promtool")) {
            boolean there = Stream.of(System.getenv("PATH").split(":"))
                    .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
            Requirement.need(there, program + " is not installed");
        }
    }

    /** The files with rules, without their tests. */
    public static List<Path> ruleFiles() {
        return files("odradek-*.yaml").stream()
                .filter(file -> !file.toString().endsWith(".test.yaml"))
                .toList();
    }

    /** The tests of the rules. */
    public static List<Path> testFiles() {
        return files("*.test.yaml");
    }

    private static List<Path> files(String glob) {
        List<Path> files = new ArrayList<>();
        try (var found = Files.newDirectoryStream(CONFIGURATION, glob)) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.stream().sorted().toList();
    }

    /** The result of an expression now: each series with its last value. */
    public JsonArray query(String expression) {
        return result("/api/v1/query", Map.of("query", expression));
    }

    /** The result of an expression over the last time: each series with its values. */
    public JsonArray queryRange(String expression, Duration range, Duration step) {
        Instant now = Instant.now();
        return result(
                "/api/v1/query_range",
                Map.of(
                        "query", expression,
                        "start", now.minus(range).toString(),
                        "end", now.toString(),
                        "step", String.valueOf(step.toSeconds())));
    }

    /** The values of a label among the series of a selector. */
    public List<String> labelValues(String label, String selector) {
        JsonArray values = get("/api/v1/label/" + label + "/values", Map.of("match[]", selector))
                .getAsJsonArray("data");
        return values.asList().stream().map(value -> value.getAsString()).toList();
    }

    /** All rules, as {@code /api/v1/rules} tells them. */
    public List<JsonObject> rules() {
        JsonArray groups =
                get("/api/v1/rules", Map.of()).getAsJsonObject("data").getAsJsonArray("groups");
        return groups.asList().stream()
                .flatMap(group -> group.getAsJsonObject().getAsJsonArray("rules").asList().stream())
                .map(rule -> rule.getAsJsonObject())
                .toList();
    }

    private JsonArray result(String path, Map<String, String> parameters) {
        return get(path, parameters).getAsJsonObject("data").getAsJsonArray("result");
    }

    private JsonObject get(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(one -> utf8(one.getKey()) + "=" + utf8(one.getValue()))
                .collect(Collectors.joining("&"));
        String body = send(path + "?" + query).body();
        JsonObject answer = JsonParser.parseString(body).getAsJsonObject();
        if (!answer.get("status").getAsString().equals("success")) {
            throw new AssertionError(parameters + ": " + body);
        }
        return answer;
    }

    private static String utf8(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> send(String path) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(port.url() + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("Prometheus ended: " + Files.readString(log));
                    }
                    return send("/-/ready").statusCode() == 200;
                });
    }

    /** The example, for other targets and in a hurry; beside it the rules. */
    private static Path configuration(Path dir, String target, String evaluator) throws IOException {
        for (Path rules : ruleFiles()) {
            Files.copy(rules, dir.resolve(rules.getFileName()));
        }
        String example = Files.readString(CONFIGURATION.resolve("prometheus.yaml"));
        if (!evaluator.isEmpty()) {
            example = example.replaceAll(
                    "# (- job_name: odradek-evaluate\\n  )# (.+\\n  )# (.+localhost:8081)", "$1$2$3");
        }
        return Files.writeString(
                dir.resolve("prometheus.yaml"),
                example.replace("15s", "1s").replace("localhost:8080", target).replace("localhost:8081", evaluator));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
