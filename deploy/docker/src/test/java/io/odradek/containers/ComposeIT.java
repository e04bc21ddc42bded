package io.odradek.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code deploy/compose.yaml}, started as its head says, but for Grafana, whose image is not to be had everywhere. */
class ComposeIT {
    private static final List<String> SERVICES = List.of(
            "kafka",
            "topics",
            "streamer",
            "trainer",
            "replay",
            "load",
            "evaluate",
            "labelled",
            "prometheus",
            "alertmanager");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String PROJECT =
            "odradek-test-" + ProcessHandle.current().pid();

    private static final Map<String, String> ENVIRONMENT = new LinkedHashMap<>();
    /** Whether compose is a part of docker's command, or a command of its own. */
    private static boolean plugin;

    private static boolean stopped;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        Engine.ready();
        plugin =
                Shell.attempt(List.of("docker", "compose", "version"), Map.of()).exit() == 0;
        Engine.need(plugin || Engine.isOnPath("docker-compose"), "docker compose is not installed");
        for (String name : List.of("KAFKA", "PROMETHEUS", "ALERTMANAGER")) {
            ENVIRONMENT.put(name + "_IMAGE", "odradek-stand-in/" + name.toLowerCase(java.util.Locale.ROOT));
        }
        ENVIRONMENT.put("STREAMER_IMAGE", Engine.STREAMER);
        ENVIRONMENT.put("TRAINER_IMAGE", Engine.TRAINER);
        ENVIRONMENT.put("EPOCHS", "1");
        ENVIRONMENT.put("LOAD_RATE", "50");
        for (String name : List.of("KAFKA", "STREAMER", "EVALUATE", "PROMETHEUS", "ALERTMANAGER", "GRAFANA")) {
            ENVIRONMENT.put(name + "_PORT", String.valueOf(freePort()));
        }
        // Also when the tests are broken off.
        Runtime.getRuntime().addShutdownHook(new Thread(ComposeIT::stop));
        List<String> up = new ArrayList<>(List.of("up", "--detach"));
        up.addAll(SERVICES);
        compose(up.toArray(String[]::new));
    }

    @AfterAll
    static synchronized void stop() {
        if (!ENVIRONMENT.isEmpty() && !stopped) {
            stopped = true;
            compose("down", "--volumes");
        }
    }

    @Test
    void trainsClassifiesAndIsWatched() {
        // The traffic starts when the streamer is ready, and that is when the trainer has published.
        assertThat(compose("logs", "trainer")).contains("live: fashion-mnist@");
        assertThat(state("topics").get("ExitCode").getAsInt()).isZero();
        assertThat(state("load").get("Running").getAsBoolean())
                .as("of the profile")
                .isTrue();
        Awaitility.await().atMost(PATIENCE).until(() -> metric("sum(odradek_images_total)") > 200);
        assertThat(metric("up{job=\"odradek\"}")).isEqualTo(1);
        assertThat(metric("sum(odradek_images_total{outcome!=\"classified\"}) or vector(0)"))
                .as("none refused")
                .isZero();
        assertThat(Shell.run(List.of(
                        "kcat",
                        "-b",
                        "localhost:" + ENVIRONMENT.get("KAFKA_PORT"),
                        "-C",
                        "-t",
                        "predictions",
                        "-c",
                        "5",
                        "-e",
                        "-q")))
                .contains("\"label\"");
        assertThat(get("STREAMER", "/")).contains("<html");
    }

    @Test
    void tellsHowRightTheModelIsByLabels() {
        Awaitility.await().atMost(PATIENCE).until(() -> metric("sum(odradek_evaluate_judgements_total)") > 100);
        assertThat(metric("up{job=\"odradek-evaluate\"}")).isEqualTo(1);
        assertThat(get("EVALUATE", "/")).contains("<html");
        assertThat(get("EVALUATE", "/health/ready")).isNotEmpty();
    }

    @Test
    void hasItsRulesInForceAndSomewhereToSendAlerts() {
        JsonObject rules =
                JsonParser.parseString(get("PROMETHEUS", "/api/v1/rules")).getAsJsonObject();
        List<String> health = new ArrayList<>();
        for (JsonElement group : rules.getAsJsonObject("data").getAsJsonArray("groups")) {
            for (JsonElement rule : group.getAsJsonObject().getAsJsonArray("rules")) {
                health.add(rule.getAsJsonObject().get("health").getAsString());
            }
        }
        assertThat(health).hasSizeGreaterThan(20).doesNotContain("err");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> get("PROMETHEUS", "/api/v1/alertmanagers").contains("http://alertmanager:9093"));
        assertThat(get("ALERTMANAGER", "/-/ready")).isNotNull();
    }

    @Test
    void listensOnThisMachineAloneAndRunsOursWithoutRights() {
        for (String service : SERVICES) {
            JsonObject container = inspect(service);
            JsonObject host = container.getAsJsonObject("HostConfig");
            host.getAsJsonObject("PortBindings")
                    .entrySet()
                    .forEach(port ->
                            assertThat(port.getValue().toString()).as(service).contains("\"HostIp\":\"127.0.0.1\""));
            if (!service.equals("kafka")) {
                assertThat(host.get("ReadonlyRootfs").getAsBoolean())
                        .as(service)
                        .isTrue();
                assertThat(host.get("CapDrop").toString()).as(service).isEqualTo("[\"ALL\"]");
            }
            assertThat(container.getAsJsonObject("Config").get("User").getAsString())
                    .as(service)
                    .isNotIn("", "0", "root");
        }
    }

    @Test
    void hasEachVersionAtOnePlaceAndEachPortOnTheLoopback() throws IOException {
        String file = Files.readString(Shell.ROOT.resolve("deploy/compose.yaml"));
        String versions = Files.readString(Shell.ROOT.resolve("deploy/.env"));

        Pattern.compile("^ +image: (.*)$", Pattern.MULTILINE)
                .matcher(file)
                .results()
                .forEach(image -> assertThat(image.group(1)).matches("\\$\\{[A-Z_]+_IMAGE}"));
        List<String> ports = Pattern.compile("^ +ports:(.*)$", Pattern.MULTILINE)
                .matcher(file)
                .results()
                .map(result -> result.group(1))
                .toList();
        assertThat(ports).hasSize(6).allMatch(port -> port.startsWith(" [\"127.0.0.1:"));
        Pattern.compile("\\$\\{([A-Z_]+)}")
                .matcher(file)
                .results()
                .forEach(name -> assertThat(versions).containsPattern("(?m)^" + name.group(1) + "=.+$"));
    }

    private static JsonObject inspect(String service) {
        String id = compose("ps", "--all", "--quiet", service).strip();
        return JsonParser.parseString(Engine.docker("inspect", id))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
    }

    private static JsonObject state(String service) {
        return inspect(service).getAsJsonObject("State");
    }

    /** 0 while there is none. */
    private static double metric(String query) {
        JsonObject answer = JsonParser.parseString(
                        get("PROMETHEUS", "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)))
                .getAsJsonObject();
        var result = answer.getAsJsonObject("data").getAsJsonArray("result");
        return result.isEmpty()
                ? 0
                : result.get(0).getAsJsonObject().getAsJsonArray("value").get(1).getAsDouble();
    }

    private static String get(String service, String path) {
        URI uri = URI.create("http://localhost:" + ENVIRONMENT.get(service + "_PORT") + path);
        try {
            HttpResponse<String> response =
                    CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(uri + " " + response.body()).isEqualTo(200);
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(uri.toString(), e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String compose(String... arguments) {
        List<String> command = new ArrayList<>(plugin ? List.of("docker", "compose") : List.of("docker-compose"));
        command.addAll(List.of("--project-name", PROJECT, "--file", "deploy/compose.yaml"));
        command.addAll(List.of(arguments));
        return Shell.run(command, ENVIRONMENT);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
