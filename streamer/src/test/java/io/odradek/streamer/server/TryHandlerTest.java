package io.odradek.streamer.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.AccessToken;
import io.odradek.streamer.config.Observation.Page;
import io.odradek.streamer.trial.ImageTrial;
import io.odradek.streamer.trial.Limit;
import io.odradek.streamer.trial.TrialImage;
import io.odradek.streamer.trial.TrialOutcome;
import io.odradek.streamer.trial.Turns;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of a request before an image is tried, and of what became of it. */
class TryHandlerTest {
    private static final int LIMIT = 100_000;
    private static final String TOKEN = "0123456789abcdef-secret";
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
    private static final PauseSwitch NOTHING = new PauseSwitch() {
        @Override
        public void pause() {}

        @Override
        public void resume() {}
    };

    @TempDir
    private Path dir;

    private final HttpClient client = HttpClient.newHttpClient();
    private final FakeTrial trial = new FakeTrial(new Limit(LIMIT, "odradek.image.max.bytes"));

    @SuppressWarnings("NullAway.Init") // Before each test.
    private HttpEndpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        start(Page.AUTO, Optional.empty(), Optional.of(trial));
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void handsTheImageOverAndGivesWhatBecameOfIt() throws Exception {
        HttpResponse<String> response = send(image(3).header("Content-Type", "image/png; charset=x"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(response.body()).isEqualTo("{\"id\":\"try-1\"}\n");
        assertThat(trial.tried()).hasSize(1);
        assertThat(trial.tried().get(0).topic()).isEqualTo("images");
        assertThat(trial.tried().get(0).bytes()).hasSize(3);
        assertThat(trial.tried().get(0).contentType()).isEqualTo("image/png");
        assertThat(trial.patience()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(9));
    }

    @Test
    void sendsToTheTopicThatIsNamedIfItIsOneOfImages() throws Exception {
        assertThat(send(image("/page/try?topic=other%2Dimages", 3)).statusCode())
                .isEqualTo(200);
        HttpResponse<String> unknown = send(image("/page/try?topic=models", 3));

        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).isEqualTo("no such topic of images, allowed: images, other-images\n");
        assertThat(trial.tried()).extracting(TrialImage::topic).containsExactly("other-images");
    }

    @Test
    void takesOnlyPostOfThePageItself() throws Exception {
        assertThat(send(request("/page/try").GET()).statusCode()).isEqualTo(405);
        assertThat(send(request("/page/try/x").POST(BodyPublishers.ofString("x")))
                        .statusCode())
                .isEqualTo(404);
        HttpResponse<String> form = send(request("/page/try").POST(BodyPublishers.ofString("x")));
        assertThat(form.statusCode()).isEqualTo(403);
        assertThat(form.body()).isEqualTo("the header X-Odradek-Try: 1 is missing, which the page sends\n");
        assertThat(send(image(3).header("Origin", "https://evil.example")).statusCode())
                .isEqualTo(403);
        assertThat(send(image(3).header("Sec-Fetch-Site", "cross-site")).statusCode())
                .isEqualTo(403);
        assertThat(trial.tried()).isEmpty();
    }

    @Test
    void namesTheSettingWhereItIsOff() throws Exception {
        restart(Page.AUTO, Optional.empty(), Optional.empty());
        HttpResponse<String> off = send(image(3));
        assertThat(off.statusCode()).isEqualTo(403);
        assertThat(off.body()).isEqualTo("the page takes no images: start the streamer with odradek.page.try=true\n");

        restart(Page.OFF, Optional.empty(), Optional.of(trial));
        assertThat(send(image(3)).statusCode()).isEqualTo(403);
        assertThat(trial.tried()).isEmpty();
    }

    @Test
    void wantsTheTokenWhereThereIsOne() throws Exception {
        Path file = Files.writeString(dir.resolve("token"), TOKEN);
        restart(Page.AUTO, Optional.of(AccessToken.read(file, "test")), Optional.of(trial));

        assertThat(send(image(3)).statusCode()).isEqualTo(401);
        assertThat(send(image(3).header("Authorization", "Bearer wrong")).statusCode())
                .isEqualTo(401);
        assertThat(trial.tried()).isEmpty();
        assertThat(send(image(3).header("Authorization", "Bearer " + TOKEN)).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data; boundary=x", "png", "image/p ng", "a/b/c", "image/\"x\""})
    void refusesABodyThatIsNoFile(String type) throws Exception {
        HttpResponse<String> response = send(image(3).header("Content-Type", type));

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("image/png");
        assertThat(trial.tried()).isEmpty();
    }

    @Test
    void takesAnImageOfTheLargestSizeAndNoLargerOneHoweverItIsSent() throws Exception {
        assertThat(send(image(LIMIT)).statusCode()).isEqualTo(200);
        HttpResponse<String> declared = send(image(LIMIT + 1));
        HttpResponse<String> chunked = send(chunked(4 << 20));

        assertThat(declared.statusCode()).isEqualTo(413);
        assertThat(declared.body()).isEqualTo("an image has at most 100,000 bytes: odradek.image.max.bytes\n");
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(chunked.body()).isEqualTo(declared.body());
        assertThat(trial.tried()).hasSize(1);
        assertThat(trial.turn()).as("the turn was given back").isPresent();
    }

    @Test
    void saysThatAnImageIsTooLargeBeforeItIsThere() throws Exception {
        String head = "POST /page/try HTTP/1.1\r\nHost: localhost\r\nX-Odradek-Try: 1\r\n";
        try (Socket declared = connect(head + "Content-Length: 100001\r\n\r\n");
                Socket chunked = connect(head + "Transfer-Encoding: chunked\r\n\r\n30d40\r\n")) {
            chunked.getOutputStream().write(new byte[LIMIT + 1]);

            assertThat(firstLine(declared)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
            assertThat(firstLine(chunked)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
        }
    }

    @Test
    void triesNoEmptyBodyAndNoneThatEndsEarly() throws Exception {
        assertThat(send(image(0)).statusCode()).isEqualTo(400);
        try (Socket socket = connect(
                "POST /page/try HTTP/1.1\r\nHost: localhost\r\nX-Odradek-Try: 1\r\nContent-Length: 10\r\n\r\nabc")) {
            socket.shutdownOutput();

            assertThat(socket.getInputStream().read()).as("end of the stream").isEqualTo(-1);
        }
        assertThat(trial.tried()).isEmpty();
        assertThat(trial.turn()).as("the turn was given back").isPresent();
    }

    @Test
    void triesNoImageThatTookTooLongToArrive() throws Exception {
        endpoint.close();
        PageAccess access = new PageAccess(Page.AUTO, "127.0.0.1", Admittance.ANYBODY);
        serve(new TryHandler(access, Optional.of(trial), Duration.ZERO));

        HttpResponse<String> response = send(image(3));

        assertThat(response.statusCode()).isEqualTo(408);
        assertThat(response.body()).isEqualTo("the image took longer than 0 s to arrive\n");
        assertThat(trial.tried()).isEmpty();
        assertThat(trial.turn()).as("the turn was given back").isPresent();
    }

    @Test
    void makesTheNextOneWaitWhenItIsNotItsTurn() throws Exception {
        Turns.Turn taken = trial.turn().orElseThrow();

        HttpResponse<String> response = send(image(LIMIT));

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(response.body()).isEqualTo("one image after the other, two a second: try again\n");
        taken.close();
        assertThat(send(image(3)).statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhyThereIsNoAnswer() throws Exception {
        trial.answerWith(new TrialOutcome.NoAnswer("no answer within 6 s: paused"));
        assertThat(send(image(3)).statusCode()).isEqualTo(504);
        trial.answerWith(new TrialOutcome.TooLarge("Kafka refuses it"));
        assertThat(send(image(3)).statusCode()).isEqualTo(413);
        trial.answerWith(new TrialOutcome.Unavailable("topic images does not allow Write"));
        HttpResponse<String> response = send(image(3));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("topic images does not allow Write\n");
        trial.limitTo(new Limit(0, "waiting for the topics"));
        assertThat(send(image(3)).body()).isEqualTo("no image can be sent yet: waiting for the topics\n");
    }

    private void restart(Page page, Optional<AccessToken> token, Optional<ImageTrial> images) throws IOException {
        endpoint.close();
        start(page, token, images);
    }

    private void start(Page page, Optional<AccessToken> token, Optional<ImageTrial> images) throws IOException {
        serve(new TryHandler(new PageAccess(page, "127.0.0.1", new Admittance(token, false)), images));
    }

    private void serve(TryHandler handler) throws IOException {
        endpoint = HttpEndpoint.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Duration.ofSeconds(10),
                new PrometheusRegistry(),
                () -> RUNNING,
                new OperatorAccess(Admittance.ANYBODY, NOTHING),
                List.of(new Endpoint("/page/try", Endpoint.CHANGE, handler)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path));
    }

    private HttpRequest.Builder image(int bytes) {
        return image("/page/try", bytes);
    }

    private HttpRequest.Builder image(String path, int bytes) {
        return request(path).header("X-Odradek-Try", "1").POST(BodyPublishers.ofByteArray(new byte[bytes]));
    }

    private HttpRequest.Builder chunked(int bytes) {
        InputStream body = new ByteArrayInputStream(new byte[bytes]);
        return request("/page/try").header("X-Odradek-Try", "1").POST(BodyPublishers.ofInputStream(() -> body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private Socket connect(String beginning) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
        socket.setSoTimeout(9_000);
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static @Nullable String firstLine(Socket socket) throws IOException {
        byte[] answer = socket.getInputStream().readNBytes(60);
        return new String(answer, StandardCharsets.US_ASCII).lines().findFirst().orElse(null);
    }
}
