package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.Topics;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.Membership;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.server.HealthReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pause and resume on a real broker, over HTTP and by the command line. */
class PauseIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Long enough for a slow machine. */
    private static final Duration SESSION = Duration.ofSeconds(8);

    @TempDir
    private Path dir;

    private final HttpPort http = new HttpPort();
    private Cluster cluster;

    @BeforeEach
    void startBroker() {
        cluster = Cluster.withSession(SESSION);
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource({
        "at_least_once, classic",
        "at_least_once, streams",
        "exactly_once_v2, classic",
        "exactly_once_v2, streams",
    })
    void answersNothingWhilePausedKeepsItsMembershipAndThenAnswersEachOnceByTheModelOfThen(
            String guarantee, String protocol) throws Exception {
        cluster.createTopics();
        cluster.publish("0", 0);
        try (RunningStreamer streamer = RunningStreamer.start(settings(guarantee), kafka(protocol))) {
            streamer.awaitModel("0");
            cluster.sendImages(400);
            cluster.awaitAnswers(400);
            Set<String> members = Membership.of(cluster, protocol);
            // How long a member may be silent does not depend on the guarantee.
            Duration paused = guarantee.equals("at_least_once") ? SESSION.plusSeconds(2) : Duration.ofSeconds(2);

            assertThat(http.post("/pause").statusCode()).isEqualTo(200);
            assertThat(http.post("/pause").body()).as("twice is once").contains("\"paused\": \"by operator\"");
            cluster.sendImages(4_000);
            cluster.publish("1", 1, "0");
            streamer.await(h -> h.model().contains("@1 "));

            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .during(paused)
                    .until(() -> cluster.read("predictions").size() == 400);
            assertThat(streamer.health().live()).isTrue();
            assertThat(streamer.health().ready()).isFalse();
            assertThat(http.metric("odradek_paused")).isEqualTo(1);
            assertThat(Membership.of(cluster, protocol)).as("the same members").isEqualTo(members);

            assertThat(http.post("/resume").body()).doesNotContain("by operator");
            http.post("/resume");
            cluster.awaitAnswers(4_400);
            streamer.await(HealthReport::ready);
            assertThat(Membership.of(cluster, protocol)).as("the same members").isEqualTo(members);
        }
        assertThat(Account.of(cluster)).isEqualTo(Account.flawless(4_400, Set.of(0, 1)));
        assertThat(cluster.read("predictions"))
                .extracting(r ->
                        Account.json(r).getAsJsonObject("model").get("version").getAsInt())
                .as("what was not answered before the pause is answered by the new model")
                .filteredOn(version -> version == 1)
                .hasSize(4_000);
    }

    @Test
    void answersWhatWasClassifiedBeforeThePauseAgainByTheModelOfThen() {
        int images = 60_000;
        cluster.createTopics();
        cluster.publish("0", 0);
        // All are there before the first is answered: the pause must find some left.
        cluster.sendImages(images);
        try (RunningStreamer streamer = RunningStreamer.start(settings("at_least_once"), Map.of())) {
            Awaitility.await().atMost(PATIENCE).until(() -> cluster.count("predictions") > 500);

            http.post("/pause");
            Awaitility.await().atMost(PATIENCE).until(() -> {
                long before = cluster.count("predictions");
                Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
                return cluster.count("predictions") == before;
            });
            int answered = cluster.read("predictions").size();
            assertThat(answered).as("paused in the middle").isLessThan(images);
            cluster.publish("1", 1, "0");
            streamer.await(h -> h.model().contains("@1 "));
            http.post("/resume");
            cluster.awaitAnswers(images);

            assertThat(cluster.read("predictions"))
                    .extracting(r -> Account.json(r)
                            .getAsJsonObject("model")
                            .get("version")
                            .getAsInt())
                    .filteredOn(version -> version == 0)
                    .hasSize(answered);
        }
        Account account = Account.of(cluster);
        assertThat(account.lost()).isEmpty();
        assertThat(account.duplicates()).isZero();
        assertThat(account.wrong()).isEmpty();
    }

    @Test
    void remembersAPauseFromBeforeTheFirstModel() {
        cluster.createTopics();
        cluster.sendImages(100);
        try (RunningStreamer streamer = RunningStreamer.start(settings("at_least_once"), Map.of())) {
            streamer.await(h -> h.waitingFor().contains("pointer"));
            assertThat(http.post("/pause").statusCode()).isEqualTo(200);
            cluster.publish("0", 0);
            streamer.await(h -> h.state().equals("running"));

            Awaitility.await()
                    .atMost(PATIENCE)
                    .during(Duration.ofSeconds(3))
                    .until(() -> cluster.count("predictions") == 0);
            assertThat(streamer.health().operation().paused()).isEqualTo("by operator");
            http.post("/resume");

            cluster.awaitAnswers(100);
        }
        try (RunningStreamer streamer = RunningStreamer.start(settings("at_least_once"), Map.of())) {
            http();
            assertThat(streamer.health().operation().paused())
                    .as("a restart ends it")
                    .isEmpty();
        }
    }

    @Test
    void holdsNoMoreImagesThanItsHeapAllowsHoweverManyComeWhilePaused() {
        int bytes = 10_000_000;
        Topics.create(
                cluster.bootstrapServers(),
                List.of(new NewTopic("images", 2, (short) 1)
                        .configs(Map.of("max.message.bytes", String.valueOf(bytes + 1_000)))));
        try (StreamerProcess streamer = process()) {
            Awaitility.await().atMost(PATIENCE).until(() -> streamer.output().contains("waiting for a pointer"));
            cluster.publish("0", 0);
            Awaitility.await().atMost(PATIENCE).until(() -> streamer.output().contains("streams: running"));
            assertThat(run("pause")).isEqualTo("paused by operator (state: running)");
            byte[] image = new byte[bytes];
            for (int i = 0; i < 60; i++) {
                cluster.send(new ProducerRecord<>("images", i % 2, null, image));
            }

            Awaitility.await().atMost(PATIENCE).during(Duration.ofSeconds(5)).until(() -> {
                assertThat(streamer.isAlive()).as(streamer.output()).isTrue();
                return cluster.count("images-dlq") == 0;
            });
            assertThat(http.scrape().values())
                    .as("bytes of old objects, of 600 MB that wait")
                    .anySatisfy((metric, used) -> {
                        assertThat(metric)
                                .matches("jvm_memory_used_bytes\\{area=\"heap\",id=\"(G1 Old|Tenured) Gen\"}");
                        assertThat(used).isBetween(1.0, 450e6);
                    });
            assertThat(run("resume")).isEqualTo("not paused (state: running)");
            Awaitility.await().atMost(PATIENCE).until(() -> {
                assertThat(streamer.isAlive()).as(streamer.output()).isTrue();
                return cluster.count("images-dlq") == 60;
            });
            assertThat(streamer.output()).doesNotContain(HttpPort.TOKEN);
            assertThat(streamer.terminate()).isEqualTo(143);
        }
    }

    @Test
    void explainsWhyItCannotPause() throws Exception {
        Path other = Files.writeString(dir.resolve("other"), "another-token-0123456789");

        assertThat(run("pause")).contains("nothing listens at " + http.url()).contains("odradek.http.port");
        assertThat(command(Map.of(), "pause"))
                .contains("--token-file is missing")
                .contains("ODRADEK_HTTP_TOKEN_FILE");
        assertThat(command(Map.of(), "pause", "--token-file=" + dir.resolve("none")))
                .contains("there is no such file");
        assertThat(command(Map.of(), "run", "--http-port=0", "--http-token-file=" + dir.resolve("none")))
                .contains("odradek.http.token.file is \"" + dir.resolve("none") + "\": there is no such file");
        cluster.createTopics();
        try (RunningStreamer streamer = RunningStreamer.start(settings("at_least_once"), Map.of())) {
            streamer.await(h -> h.waitingFor().contains("pointer"));
            assertThat(command(Map.of(), "pause", "--url=" + http.url(), "--token-file=" + other))
                    .contains("does not know the token")
                    .doesNotContain("another-token");
            assertThat(command(
                            Map.of(
                                    "ODRADEK_HTTP_TOKEN_FILE",
                                    HttpPort.tokenFile(dir).toString()),
                            "pause",
                            "--url=" + http.url() + "/"))
                    .isEqualTo("paused by operator (state: waiting)");
        }
    }

    private void http() {
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> http.get("/health").contains("state"));
    }

    private Map<Setting, String> settings(String guarantee) {
        Map<Setting, String> settings = cluster.settings(http, dir);
        settings.put(Setting.PROCESSING_GUARANTEE, guarantee);
        // Shorter than the longer of the pauses: a paused thread polls.
        settings.put(Setting.LIVE_POLL_SECONDS, "5");
        return settings;
    }

    /** Both are shorter than the longer of the pauses. */
    private static Map<String, String> kafka(String protocol) {
        Map<String, String> kafka = new HashMap<>(Map.of("group.protocol", protocol));
        kafka.put("consumer.max.poll.interval.ms", String.valueOf(SESSION.toMillis()));
        if (protocol.equals("classic")) {
            kafka.put("consumer.session.timeout.ms", String.valueOf(SESSION.toMillis()));
        }
        return kafka;
    }

    private StreamerProcess process() {
        return StreamerProcess.start(
                dir.resolve("streamer.log"),
                Map.of("JAVA_OPTS", "-Xmx512m"),
                List.of(
                        "run",
                        "--bootstrap-servers=" + cluster.bootstrapServers(),
                        "--create-topics",
                        "--model-name=" + TestModels.NAME,
                        "--http-port=" + http.number(),
                        "--http-token-file=" + HttpPort.tokenFile(dir),
                        "--threads=2"));
    }

    private String run(String name) {
        return command(Map.of(), name, "--url=" + http.url(), "--token-file=" + HttpPort.tokenFile(dir));
    }

    private String command(Map<String, String> environment, String... arguments) {
        Path log = dir.resolve("command-" + System.nanoTime() + ".log");
        try (StreamerProcess process = StreamerProcess.start(log, environment, List.of(arguments))) {
            process.exitCode();
            return process.output().strip();
        }
    }
}
