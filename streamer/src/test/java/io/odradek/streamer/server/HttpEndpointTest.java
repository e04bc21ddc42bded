package io.odradek.streamer.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEndpointTest {
    private static final HealthReport.Identity IDENTITY =
            new HealthReport.Identity("host-1", List.of("0123456789abcdef"));
    private static final HealthReport WAITING =
            new HealthReport(true, false, "waiting", "a model \"x\"", "", "", "", IDENTITY);
    private static final HealthReport RUNNING = new HealthReport(true, true, "running", "", "m@1", "", "", IDENTITY);
    private static final HealthReport DEAD = new HealthReport(false, false, "error", "", "m@1", "", "boom", IDENTITY);

    private final AtomicReference<HealthReport> health = new AtomicReference<>(WAITING);
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpEndpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        endpoint = HttpEndpoint.start("127.0.0.1", 0, registry.getPrometheusRegistry(), health::get);
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void saysAliveButNotReadyAndWhatItWaitsFor() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(JsonParser.parseString(ready.body())
                        .getAsJsonObject()
                        .get("waitingFor")
                        .getAsString())
                .isEqualTo("a model \"x\"");
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void followsTheState() throws Exception {
        health.set(RUNNING);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        health.set(DEAD);
        assertThat(get("/health/live").statusCode()).isEqualTo(503);
        assertThat(get("/health").body()).contains("boom");
    }

    @Test
    void servesMetrics() throws Exception {
        registry.counter("things").increment();

        assertThat(get("/metrics").body()).contains("things_total 1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health/x", "/metrics/../x", "/healthy", "/..%2f..%2fetc/passwd"})
    void knowsNoOtherPath(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "TRACE"})
    void allowsReadingOnly(String method) throws Exception {
        HttpResponse<String> response = client.send(
                request("/health")
                        .method(method, HttpRequest.BodyPublishers.ofString("x"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        HttpResponse<String> response = client.send(
                request("/health/live")
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void refusesATakenPort() {
        assertThatThrownBy(() ->
                        HttpEndpoint.start("127.0.0.1", endpoint.port(), registry.getPrometheusRegistry(), health::get))
                .isInstanceOf(BindException.class);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path));
    }
}
