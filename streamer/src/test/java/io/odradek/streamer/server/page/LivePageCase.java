package io.odradek.streamer.server.page;

import io.odradek.streamer.config.AccessToken;
import io.odradek.streamer.config.Observation.Page;
import io.odradek.streamer.server.Admittance;
import io.odradek.streamer.server.Endpoint;
import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.server.HttpEndpoint;
import io.odradek.streamer.server.OperatorAccess;
import io.odradek.streamer.server.PageAccess;
import io.odradek.streamer.server.PauseSwitch;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;

/** The live page on the real server, with a feed that the test makes. */
abstract class LivePageCase {
    private static final PauseSwitch NOTHING = new PauseSwitch() {
        @Override
        public void pause() {}

        @Override
        public void resume() {}
    };

    final HttpClient client = HttpClient.newHttpClient();
    volatile LongFunction<byte[]> feed = after -> utf8("{\"seq\":" + after + "}");

    @SuppressWarnings("NullAway.Init") // Each test begins with start.
    HttpEndpoint endpoint;

    void start(Page page, Optional<AccessToken> token) {
        List<Endpoint> endpoints = LivePage.endpoints(
                LivePage.Kind.LIVE,
                new PageAccess(page, "127.0.0.1", new Admittance(token, false)),
                after -> feed.apply(after));
        try {
            endpoint = HttpEndpoint.start(
                    "127.0.0.1",
                    0,
                    Optional.empty(),
                    new PrometheusRegistry(),
                    LivePageCase::health,
                    new OperatorAccess(new Admittance(token, false), NOTHING),
                    endpoints);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    private static HealthReport health() {
        return new HealthReport(
                true,
                true,
                "running",
                "",
                List.of(new HealthReport.Model("m", "m@1", "", "", null)),
                HealthReport.Failure.NONE,
                new HealthReport.Identity("host-1", List.of()),
                HealthReport.Operation.NORMAL,
                HealthReport.Flow.UNKNOWN,
                Map.of());
    }

    HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    HttpResponse<byte[]> send(String method, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + endpoint.port() + path);
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
