package io.odradek.streamer.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.odradek.streamer.config.AccessToken;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEndpointTest {
    private static final HealthReport.Identity IDENTITY =
            new HealthReport.Identity("host-1", List.of("0123456789abcdef"));
    private static final HealthReport WAITING = report(true, false, "waiting", "a model \"x\"", "", "");
    static final HealthReport RUNNING = report(true, true, "running", "", "m@1", "");
    private static final HealthReport DEAD = report(false, false, "error", "", "m@1", "boom");

    private final AtomicReference<HealthReport> health = new AtomicReference<>(WAITING);
    private static final String TOKEN = "0123456789abcdef-secret";

    @TempDir
    private Path dir;

    private final AtomicInteger pauses = new AtomicInteger();
    private final AtomicInteger resumes = new AtomicInteger();
    private final PauseSwitch flow = new PauseSwitch() {
        @Override
        public void pause() {
            pauses.incrementAndGet();
        }

        @Override
        public void resume() {
            resumes.incrementAndGet();
        }
    };
    private OperatorAccess operator;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpEndpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        Path file = Files.writeString(dir.resolve("token"), "  " + TOKEN + "\n");
        operator = new OperatorAccess(new Admittance(Optional.of(AccessToken.read(file, "test")), false), flow);
        endpoint = HttpEndpoint.start(
                "127.0.0.1", 0, Optional.empty(), registry.getPrometheusRegistry(), health::get, operator, List.of());
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
    void tellsTheReadinessOfAModelByItsName() throws Exception {
        assertThat(get("/health/ready/m").statusCode()).isEqualTo(503);
        health.set(RUNNING);
        assertThat(get("/health/ready/m").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready/n").statusCode()).as("not served").isEqualTo(404);
        health.set(RUNNING.under(new HealthReport.Operation("by operator", "", "")));
        assertThat(get("/health/ready/m").statusCode()).isEqualTo(503);
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

    @ParameterizedTest
    @CsvSource({
        "GET, /health, '', 200",
        "GET, /health/live, '', 200",
        "HEAD, /health/live, '', 200",
        "GET, /health/ready, '', 503",
        "GET, /health/ready/m, '', 503",
        "GET, /health/x, '', 404",
        "PUT, /health, '', 405",
        "GET, /metrics, '', 200",
        "HEAD, /metrics, '', 200",
        "POST, /metrics, '', 405",
        "GET, /pause, '', 405",
        "POST, /pause, '', 401",
        "POST, /pause, Bearer wrong, 401",
        "POST, /pause, Bearer " + TOKEN + ", 200",
        "POST, /resume, Bearer " + TOKEN + ", 200",
        "GET, /nowhere, '', 404",
        "POST, /, '', 404",
    })
    void keepsEveryAnswerFromCachesAndOtherSites(String method, String path, String authorization, int status)
            throws Exception {
        HttpRequest.Builder request = request(path).method(method, HttpRequest.BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }

        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().map())
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
                .containsEntry("cache-control", List.of("no-store"));
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
        assertThatThrownBy(() -> HttpEndpoint.start(
                        "127.0.0.1",
                        endpoint.port(),
                        Optional.empty(),
                        registry.getPrometheusRegistry(),
                        health::get,
                        operator,
                        List.of()))
                .isInstanceOf(BindException.class);
    }

    @Test
    void pausesAndResumesForWhoShowsTheToken() throws Exception {
        health.set(RUNNING.under(new HealthReport.Operation("by operator", "", "")));
        HttpResponse<String> paused = post("/pause", "Bearer " + TOKEN);
        assertThat(paused.statusCode()).isEqualTo(200);
        assertThat(paused.body()).contains("\"paused\": \"by operator\"").contains("\"ready\": false");
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);

        assertThat(post("/resume", "bearer " + TOKEN).statusCode()).isEqualTo(200);

        assertThat(pauses).hasValue(1);
        assertThat(resumes).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer 0123456789abcdef-secreT", "Basic 0123456789abcdef-secret"})
    void refusesEveryOtherToken(String authorization) throws Exception {
        HttpResponse<String> response = post("/pause", authorization);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(response.body()).doesNotContain(TOKEN);
        assertThat(pauses).hasValue(0);
    }

    @Test
    void namesTheSettingThatSwitchesPauseAndResumeOn() throws Exception {
        endpoint.close();
        endpoint = HttpEndpoint.start(
                "127.0.0.1",
                0,
                Optional.empty(),
                registry.getPrometheusRegistry(),
                health::get,
                new OperatorAccess(Admittance.ANYBODY, flow),
                List.of());

        HttpResponse<String> response = post("/resume", "Bearer " + TOKEN);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("odradek.http.token.file");
        assertThat(resumes).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE"})
    void changesNothingByAnotherMethodThanPost(String method) throws Exception {
        HttpResponse<String> response = client.send(
                request("/pause")
                        .header("Authorization", "Bearer " + TOKEN)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("POST");
        assertThat(pauses).hasValue(0);
    }

    @Test
    void hangsUpOnALongHead() throws Exception {
        HttpRequest usual =
                request("/health/live").header("X-Long", "x".repeat(8 << 10)).build();
        HttpRequest long20 =
                request("/health/live").header("X-Long", "x".repeat(20 << 10)).build();

        assertThat(client.send(usual, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        try {
            assertThat(client.send(long20, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isBetween(400, 499);
        } catch (IOException e) {
            assertThat(e).as("the server hung up").isNotNull();
        }
    }

    /** The body is of 200 MB, and never read: the answer comes, or the connection ends. */
    @Test
    void readsNoBody() throws Exception {
        AtomicLong sent = new AtomicLong();
        byte[] piece = new byte[100_000];
        Iterable<byte[]> endless = () -> Stream.generate(() -> piece)
                .limit(2_000)
                .peek(p -> sent.addAndGet(p.length))
                .iterator();
        try {
            client.send(
                    request("/pause")
                            .header("Authorization", "Bearer wrong")
                            .POST(HttpRequest.BodyPublishers.ofByteArrays(endless))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            assertThat(e).as("the server hung up").isNotNull();
        }

        assertThat(sent.get()).isLessThan(100_000_000);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(pauses).hasValue(0);
    }

    private HttpResponse<String> post(String path, String authorization) throws Exception {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString("ignored"));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HealthReport report(
            boolean live, boolean ready, String state, String waitingFor, String model, String lastError) {
        return new HealthReport(
                live,
                ready,
                state,
                waitingFor,
                List.of(new HealthReport.Model("m", model, "", "", null)),
                new HealthReport.Failure(lastError, ""),
                IDENTITY,
                HealthReport.Operation.NORMAL,
                HealthReport.Flow.UNKNOWN,
                Map.of());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path));
    }
}
