package io.odradek.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart at a small size, as a user starts it: real broker, real streamer, real trainer. */
class QuickstartIT {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final String[] SMALL = {"--epochs", "1", "--limit", "6000", "--images", "1000", "--rate", "500"};

    @TempDir
    Path dir;

    @BeforeAll
    static void needData() {
        Required.fashionMnist();
    }

    @Test
    void doesItsWholeJob() throws Exception {
        try (Script script = Script.start(dir, Map.of(), SMALL)) {
            // When
            int status = script.awaitEnd();

            // Then
            assertThat(status).as(script.stdout() + script.stderr()).isZero();
            assertThat(script.stderr()).doesNotContain("Failed").doesNotContain("Exception");
            assertThat(script.stdout())
                    .contains("alive yes, ready no, waits for: a pointer for model \"fashion-mnist\"")
                    .containsPattern("live page http://127\\.0\\.0\\.1:\\d+/\n")
                    .contains("judged 1,000 of 1,000\n");
            assertThat(script.processes()).isEmpty();
            // Its transactions meet each other, which is no matter.
            assertThat(script.out("evaluate.log"))
                    .content()
                    .contains("streams: running")
                    .doesNotContain("CONCURRENT_TRANSACTIONS", "OUT_OF_ORDER_SEQUENCE_NUMBER");
            summary(script.out("summary.json"));
            assertThat(script.out("report.html")).content().contains("data:image/png;base64,iVBOR");
        }
    }

    private static void live(JsonObject summary) {
        JsonObject live = summary.getAsJsonObject("live");
        assertThat(live.get("images").getAsInt()).isEqualTo(1_000);
        assertThat(live.get("accuracy")).isEqualTo(summary.get("accuracy"));
        assertThat(live.get("correct").getAsDouble())
                .isEqualTo(1_000 * summary.get("accuracy").getAsDouble());
    }

    private static void summary(Path file) throws Exception {
        JsonObject summary = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        assertThat(summary.get("images").getAsInt()).isGreaterThan(1_000);
        assertThat(summary.get("predictions")).isEqualTo(summary.get("images"));
        assertThat(summary.get("lost").getAsInt()).isZero();
        assertThat(summary.get("deadLetters").getAsInt()).isZero();
        assertThat(summary.get("duplicates").getAsInt()).isZero();
        assertThat(summary.get("accuracy").getAsDouble()).isBetween(0.6, 0.95);
        assertThat(summary.get("imagesPerSecond").getAsDouble()).isPositive();
        assertThat(summary.get("trainSeconds").getAsDouble()).isPositive();
        assertThat(summary.getAsJsonArray("modelVersions").toString())
                .isEqualTo("[\"seed-1-epochs\",\"seed-2-epochs\"]");
        JsonObject latency = summary.getAsJsonObject("latencyMs");
        assertThat(latency.get("p50").getAsDouble())
                .isPositive()
                .isLessThanOrEqualTo(latency.get("p99").getAsDouble());
        JsonObject swap = summary.getAsJsonObject("swap");
        assertThat(swap.get("after").getAsInt()).isPositive();
        assertThat(swap.get("switchedPartitions").getAsInt()).isEqualTo(4);
        live(summary);
    }

    @Test
    void keepsRunningForKcatUntilStopped() throws Exception {
        Required.program("kcat");
        String[] arguments = {"--epochs", "1", "--limit", "2000", "--images", "200", "--rate", "100", "--keep"};
        try (Script script = Script.start(dir, Map.of(), arguments)) {
            // Given the commands that the terminal shows
            script.awaitOutput("/health/ready\n");
            List<String> commands = script.stdout()
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith("kcat "))
                    .toList();
            assertThat(commands).hasSize(2);

            // When
            shell(commands.get(0));
            String answer =
                    await().atMost(TEN_SECONDS).until(() -> shell(commands.get(1)), a -> a.startsWith("my-image "));

            // Then
            JsonObject prediction = JsonParser.parseString(answer.substring("my-image ".length()))
                    .getAsJsonObject();
            assertThat(prediction.getAsJsonObject("model").get("version").getAsString())
                    .isEqualTo("seed-2-epochs");
            assertThat(status(script.stdout(), "/health/ready")).isEqualTo(200);
            assertThat(status(script.stdout(), "/metrics")).isEqualTo(200);

            // When somebody says what it shows
            URI evaluation = livePage(script.stdout());
            assertThat(get(evaluation)).contains("<html");
            double before = judged(evaluation);
            assertThat(labelling(script.stdout()))
                    .matches(
                            "echo ('Ankle boot'|T-shirt/top|Trouser|Pullover|Dress|Coat|Sandal|Shirt|Sneaker|Bag) \\|.*");
            shell(labelling(script.stdout()));

            // Then the label found its image
            await().atMost(A_MINUTE).until(() -> judged(evaluation) == before + 1);

            // When / Then
            script.signal("TERM");
            assertThat(script.awaitEnd(TEN_SECONDS)).isEqualTo(143);
            assertThat(script.processes()).isEmpty();
        }
    }

    @Test
    void endsWithinTenSecondsOfCtrlCWhileItTrains() throws Exception {
        try (Script script = Script.start(dir, Map.of(), "--epochs", "100", "--limit", "2000")) {
            // Given
            script.awaitOutput("epoch 1 done");
            assertThat(script.processes()).hasSizeGreaterThanOrEqualTo(3);

            // When
            script.signal("INT");

            // Then
            assertThat(script.awaitEnd(TEN_SECONDS)).isEqualTo(130);
            assertThat(script.processes()).isEmpty();
            assertThat(script.out("summary.json")).doesNotExist();
            assertThat(script.out("model/model.onnx")).doesNotExist();
            assertThat(script.stdout() + script.stderr())
                    .doesNotContain("Exception")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void leavesNoProcessBehindWhenItIsKilled() throws Exception {
        try (Script script = Script.start(dir, Map.of(), "--epochs", "100", "--limit", "2000")) {
            // Given
            script.awaitOutput("waits for: ");

            // When
            script.signal("KILL");

            // Then
            await().atMost(TEN_SECONDS)
                    .untilAsserted(() -> assertThat(script.processes()).isEmpty());
        }
    }

    @Test
    void saysWhyWhenTheStreamerDies() throws Exception {
        try (Script script = Script.start(dir, Map.of(), "--epochs", "100", "--limit", "2000")) {
            // Given
            script.awaitOutput("waits for: ");
            Matcher streamer = Pattern.compile("process ([0-9]+),").matcher(script.stdout());
            assertThat(streamer.find()).isTrue();

            // When
            Script.signal("KILL", Long.parseLong(streamer.group(1)));

            // Then
            assertThat(script.awaitEnd(TEN_SECONDS)).isEqualTo(1);
            assertThat(script.stderr())
                    .contains("the streamer ended with status 137")
                    .contains("(log: " + script.out("streamer.log") + ")");
            assertThat(script.processes()).isEmpty();
        }
    }

    @Test
    void saysWhyWhenTheEvaluationDies() throws Exception {
        String[] arguments = {"--epochs", "1", "--limit", "100", "--images", "50", "--rate", "100", "--keep"};
        try (Script script = Script.start(dir, Map.of(), arguments)) {
            // Given
            script.awaitOutput("/health/ready\n");

            // When
            killEvaluation(script);

            // Then
            assertThat(script.awaitEnd(TEN_SECONDS)).isEqualTo(1);
            assertThat(script.stderr())
                    .contains("streamer evaluate ended with status 137")
                    .contains("(log: " + script.out("evaluate.log") + ")");
            assertThat(script.processes()).isEmpty();
        }
    }

    @Test
    void leavesWhatWasMeasuredWhereTheEvaluationCannotStart() throws Exception {
        String[] arguments = {"--epochs", "1", "--limit", "100", "--images", "50", "--rate", "100"};
        try (Script script = Script.start(dir, Map.of(), arguments)) {
            // Given
            script.awaitOutput("evaluate.log\n");

            // When
            killEvaluation(script);

            // Then
            assertThat(script.awaitEnd(TEN_SECONDS)).isEqualTo(1);
            assertThat(script.stderr()).contains("streamer evaluate ended with status 137");
            assertThat(script.out("report.html")).content().contains("not judged live");
            assertThat(script.out("summary.json"))
                    .content()
                    .contains("\"swap\"")
                    .doesNotContain("\"live\"");
        }
    }

    private static void killEvaluation(Script script) throws Exception {
        Matcher evaluation =
                Pattern.compile("process ([0-9]+), \\S*evaluate\\.log").matcher(script.stdout());
        assertThat(evaluation.find()).isTrue();
        Script.signal("KILL", Long.parseLong(evaluation.group(1)));
    }

    private static String labelling(String output) {
        return output.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("echo "))
                .findFirst()
                .orElseThrow();
    }

    private static URI livePage(String output) {
        Matcher page = Pattern.compile("      page (http://\\S+)\n").matcher(output);
        assertThat(page.find()).isTrue();
        return URI.create(page.group(1));
    }

    /** Labels that count, as the evaluation's metrics tell. */
    private static double judged(URI page) throws Exception {
        Matcher used = Pattern.compile("odradek_evaluate_labels_total\\{outcome=\"used\"} (\\S+)")
                .matcher(get(page.resolve("/metrics")));
        assertThat(used.find()).isTrue();
        return Double.parseDouble(used.group(1));
    }

    private static String get(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String shell(String command) throws Exception {
        Process process = new ProcessBuilder("bash", "-c", command)
                .directory(Script.HOME.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }

    private static int status(String output, String path) throws Exception {
        Matcher url = Pattern.compile("curl (http://\\S+" + path + ")").matcher(output);
        assertThat(url.find()).isTrue();
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url.group(1))).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
