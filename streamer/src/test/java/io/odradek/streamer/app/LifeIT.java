package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.cli.ExitCode;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process from its start to its end as others see it: states, log lines, exit codes. */
class LifeIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String PASSWORD = "zebra-crossing-77";
    private static final String[] SECRETS = {PASSWORD, HttpPort.TOKEN};
    private static final String PIXELS = "pixel-marker-4711";
    private static final int BAD = 400;

    @TempDir
    private Path dir;

    private final HttpPort http = new HttpPort();
    private Cluster cluster;

    @BeforeEach
    void startBroker() {
        cluster = new Cluster();
        cluster.createTopics();
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @Test
    void tellsItsStatesLogsInJsonAndKeepsSecretsAndImages() throws Exception {
        Path file = Files.writeString(
                dir.resolve("s.properties"), """
                odradek.log.format=json
                odradek.http.port=1
                odradek.breaker.min.images=10
                kafka.sasl.jaas.config=some.Module required password="%s";
                kafka.ssl.key.password=%s
                kafka.my.plug.in.password=%s
                odradek.http.token.file=%s
                """.formatted(PASSWORD, PASSWORD, PASSWORD, HttpPort.tokenFile(dir)));
        try (StreamerProcess streamer = start(Map.of(), "--config=" + file)) {
            awaitHealth("waiting", "a pointer for model");
            cluster.publish("0", 0);
            awaitHealth("running", "");
            cluster.sendAll(BAD, i -> new ProducerRecord<>("images", null, bad(i)));
            Awaitility.await().atMost(PATIENCE).until(() -> cluster.count("images-dlq") == BAD);
            cluster.models(TestModels.NAME, bad(1));
            Awaitility.await().atMost(PATIENCE).until(() -> streamer.output().contains("model refused"));
            assertThat(http.post("/resume").statusCode()).isEqualTo(200);
            for (String path : List.of("/health", "/metrics", "/page/feed")) {
                assertThat(http.getWithToken(path))
                        .as(path)
                        .contains("test-model")
                        .doesNotContain(SECRETS);
            }
            assertThat(streamer.terminate()).isEqualTo(ExitCode.TERMINATED.code());

            assertThat(streamer.output()).doesNotContain(SECRETS).doesNotContain(PIXELS);
            for (String topic : List.of("images-dlq", "models-status")) {
                assertThat(written(topic))
                        .as(topic)
                        .isNotEmpty()
                        .allSatisfy(record -> assertThat(record).doesNotContain(SECRETS));
            }
            List<JsonObject> lines = streamer.output()
                    .lines()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .toList();
            assertThat(lines).hasSizeBetween(10, 100).allSatisfy(line -> {
                assertThat(line.keySet()).contains("time", "level", "logger", "thread", "message");
                assertThat(Instant.parse(line.get("time").getAsString())).isBefore(Instant.now());
            });
            List<String> messages = lines.stream()
                    .map(line -> line.get("message").getAsString())
                    .toList();
            assertThat(messages)
                    .contains("odradek.http.port is \"" + http.number() + "\" (option --http-port); ignored: \"1\" ("
                            + file + ":2)")
                    .contains("kafka.my.plug.in.password (" + file
                            + ":6): no client of Kafka knows it; it is passed on for" + " plug-ins");
            assertThat(messages.stream().filter(message -> message.startsWith("alarm: ")))
                    .as("one line, not one for each of them")
                    .hasSize(1);
        }
    }

    @Test
    void saysInJsonTooWhyItCannotStart() {
        try (StreamerProcess streamer =
                start(Map.of("ODRADEK_LOG_FORMAT", "json"), "--bootstrap-servers=127.0.0.1:1")) {
            awaitHealth("waiting", "Kafka at 127.0.0.1:1");
            assertThat(streamer.exitCode()).isEqualTo(ExitCode.FAILED.code());

            List<String> lines = streamer.output().lines().toList();
            assertThat(lines.get(lines.size() - 1))
                    .contains("\"level\":\"ERROR\"")
                    .contains("cannot reach Kafka");
            assertThat(lines).allMatch(line -> JsonParser.parseString(line).isJsonObject());
        }
    }

    @Test
    void listensToThisMachineAloneUnlessItIsToldAnAddress() throws IOException {
        InetAddress outside = outside();
        try (StreamerProcess streamer = start(Map.of())) {
            awaitHealth("waiting", "a pointer for model");
            assertThatThrownBy(() -> connect(outside)).isInstanceOf(ConnectException.class);
            assertThat(streamer.isAlive()).isTrue();
        }
        try (StreamerProcess streamer = start(Map.of(), "--http-host=" + outside.getHostAddress())) {
            Awaitility.await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> connect(outside));
            assertThatThrownBy(() -> connect(InetAddress.getLoopbackAddress())).isInstanceOf(ConnectException.class);
            assertThat(streamer.isAlive()).isTrue();
        }
    }

    /** An address at which others may reach this machine; without one the test is skipped. */
    private static InetAddress outside() throws IOException {
        Optional<InetAddress> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
        Assumptions.assumeTrue(outside.isPresent(), "this machine has no address but loopback");
        return outside.orElseThrow();
    }

    private void connect(InetAddress address) throws IOException {
        new Socket(address, Integer.parseInt(http.number())).close();
    }

    @Test
    void endsWithTheCodeThatIsDocumented() {
        for (ExitCode code : List.of(ExitCode.TERMINATED, ExitCode.INTERRUPTED, ExitCode.HUNG_UP)) {
            int signal = code.code() - 128;
            if (isIgnored(signal)) {
                continue;
            }
            try (StreamerProcess streamer = start(Map.of())) {
                awaitHealth("waiting", "a pointer for model");
                streamer.signal(String.valueOf(signal));
                assertThat(streamer.exitCode()).as(streamer.output()).isEqualTo(code.code());
            }
        }
        try (StreamerProcess streamer = start(Map.of("JAVA_OPTS", "-Xmx6m"))) {
            assertThat(streamer.exitCode()).as(streamer.output()).isEqualTo(ExitCode.OUT_OF_MEMORY.code());
        }
        try (StreamerProcess streamer = start(Map.of(), "--threads=0")) {
            assertThat(streamer.exitCode()).isEqualTo(ExitCode.WRONG_USAGE.code());
        }
        try (StreamerProcess streamer = start(Map.of("ODRADEK_THREDS", "1"))) {
            assertThat(streamer.exitCode()).isEqualTo(ExitCode.WRONG_USAGE.code());
            assertThat(streamer.output())
                    .isEqualTo(
                            "streamer: unknown environment variable ODRADEK_THREDS: did you mean ODRADEK_THREADS?\n");
        }
    }

    /** Whether this test, and every process that it starts, was told to ignore a signal, as {@code nohup} does. */
    private static boolean isIgnored(int signal) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> (signal - 1) & 1) == 1);
        } catch (IOException e) {
            // Not Linux.
            return false;
        }
    }

    /** Text, and what begins like a PNG. */
    private static byte[] bad(int i) {
        String head = i % 2 == 0 ? "" : "\u0089PNG\r\n\u001a\n";
        return (head + PIXELS + " ".repeat(i % 7)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Each record of a topic with its headers, byte by byte as text. */
    private List<String> written(String topic) {
        return cluster.read(topic).stream()
                .map(record -> {
                    StringBuilder text = new StringBuilder(latin(record.key())).append(latin(record.value()));
                    record.headers().forEach(header -> text.append(header.key()).append(latin(header.value())));
                    return text.toString();
                })
                .toList();
    }

    private static String latin(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private void awaitHealth(String state, String waitingFor) {
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            JsonObject health = JsonParser.parseString(http.get("/health")).getAsJsonObject();
            assertThat(health.get("live").getAsBoolean()).isTrue();
            assertThat(health.get("state").getAsString()).isEqualTo(state);
            assertThat(health.has("waitingFor") ? health.get("waitingFor").getAsString() : "")
                    .startsWith(waitingFor);
        });
    }

    private StreamerProcess start(Map<String, String> environment, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("run", "--model-name=" + TestModels.NAME, "--http-port=" + http.number()));
        if (Arrays.stream(more).noneMatch(argument -> argument.startsWith("--bootstrap"))) {
            arguments.add("--bootstrap-servers=" + cluster.bootstrapServers());
        }
        arguments.addAll(Arrays.asList(more));
        return StreamerProcess.start(dir.resolve(System.nanoTime() + ".log"), environment, arguments);
    }
}
