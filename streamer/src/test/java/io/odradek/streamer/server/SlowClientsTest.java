package io.odradek.streamer.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that send nothing, or half a request. */
class SlowClientsTest {
    private static final HealthReport RUNNING = new HealthReport(
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

    private final List<Socket> slow = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // Each test begins with start.
    private HttpEndpoint endpoint;

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : slow) {
            socket.close();
        }
        endpoint.close();
    }

    @Test
    void isAliveForItsProbeHoweverManyClientsSendNothingOrHalfARequest() throws Exception {
        start(Duration.ofMinutes(10));
        for (int i = 0; i < 50; i++) {
            slow.add(connect(""));
        }
        for (int i = 0; i < 12; i++) {
            slow.add(connect("GET /metrics HTTP/1.1\r\nHost: "));
        }

        assertThat(live()).isEqualTo(200);
    }

    @Test
    void hangsUpOnClientsThatDoNotEndTheirRequestAndThenServesOthers() throws Exception {
        start(Duration.ofMillis(300));
        for (int i = 0; i < 50; i++) {
            slow.add(connect("GET /health/live HT"));
        }

        assertThat(live()).isEqualTo(200);
        for (Socket socket : slow) {
            assertThat(socket.getInputStream().read()).as("end of the stream").isEqualTo(-1);
        }
        assertThat(live()).isEqualTo(200);
    }

    /** In turns of 16: the half requests take two and a half, of 2 s each, and the bodies a moment. */
    @Test
    void answersTheProbeInBoundedTimeBehindHalfRequestsAndBodiesThatNeverCome() throws Exception {
        endpoint = HttpEndpoint.start(
                "127.0.0.1", 0, Optional.empty(), new PrometheusRegistry(), () -> RUNNING, operator(), List.of());
        for (int i = 0; i < 40; i++) {
            slow.add(connect("GET /health/live HT"));
        }
        for (String request : List.of("POST /", "POST /health", "POST /pause", "GET /metrics", "HEAD /health/live")) {
            for (int i = 0; i < 8; i++) {
                slow.add(connect(request + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"));
            }
        }

        long start = System.nanoTime();
        assertThat(live()).isEqualTo(200);
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(took).as("nearly four times what it took").isLessThan(Duration.ofSeconds(15));
        for (Socket socket : slow.subList(40, slow.size() - 8)) {
            assertThat(new String(socket.getInputStream().readNBytes(9), StandardCharsets.US_ASCII))
                    .as("answered without a body")
                    .isEqualTo("HTTP/1.1 ");
        }
    }

    private Socket connect(String beginning) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private void start(Duration patience) throws IOException {
        endpoint = HttpEndpoint.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                patience,
                new PrometheusRegistry(),
                () -> RUNNING,
                operator(),
                List.of());
    }

    private static OperatorAccess operator() {
        PauseSwitch nothing = new PauseSwitch() {
            @Override
            public void pause() {}

            @Override
            public void resume() {}
        };
        return new OperatorAccess(Admittance.ANYBODY, nothing);
    }

    private int live() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + "/health/live");
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
