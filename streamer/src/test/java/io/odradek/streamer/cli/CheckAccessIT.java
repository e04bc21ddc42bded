package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.InProcessBroker;
import io.odradek.broker.Topics;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.AclCommands;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} says about access, on a real broker that knows its users and refuses what is not allowed. */
class CheckAccessIT {
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    private InProcessBroker broker;

    @TempDir
    private Path dir;

    @BeforeEach
    void startBroker() {
        broker = new InProcessBroker(Map.of(
                        "listener.security.protocol.map", "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "inter.broker.listener.name", "PLAINTEXT",
                        "sasl.enabled.mechanisms", "PLAIN",
                        "sasl.mechanism.inter.broker.protocol", "PLAIN",
                        "listener.name.plaintext.plain.sasl.jaas.config",
                                LOGIN + " username=\"boss\" password=\"b\" user_boss=\"b\" user_app=\"a\";",
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        // The controller's own listener has no users.
                        "super.users", "User:ANONYMOUS;User:boss"))
                .start();
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void namesEveryMissingRightWithTheCommandThatGivesIt()
            throws IOException, ExecutionException, InterruptedException {
        prepareTopics();

        CommandRun nothing = check();

        assertThat(nothing.code()).as(nothing.toString()).isEqualTo(1);
        assertThat(nothing.out())
                .contains("ok    access: the broker has an authorizer, which does not show its rules to us")
                .contains("FAIL  topic images: does not allow Read, DescribeConfigs\n        kafka-acls.sh"
                        + " --bootstrap-server " + broker.bootstrapServers()
                        + " --command-config FILE --add --allow-principal User:app"
                        + " --operation Read --operation DescribeConfigs --topic images\n")
                .contains("FAIL  topic predictions: does not allow Write, DescribeConfigs")
                .contains("FAIL  topic images-dlq: does not allow Write, DescribeConfigs")
                .contains("FAIL  topic models: does not allow Read, DescribeConfigs")
                .contains("FAIL  topic models-status: does not allow Write\n")
                .contains("FAIL  topic latency: does not allow Write\n")
                .contains("FAIL  group odradek: does not allow Read")
                .contains("FAIL  transactions odradek-*: does not allow Write");
        assertThat(nothing.out()).as("no secret").doesNotContain("password");
    }

    @Test
    void isContentOnceItsCommandsWereCarriedOutAndSoIsTheStreamer()
            throws IOException, ExecutionException, InterruptedException {
        prepareTopics();
        carryOut(AclCommands.in(check().out()));

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(check().code()).as(check().out()).isZero());
        assertThat(check().out())
                .contains("ok    topic images: allows Read, Describe, DescribeConfigs")
                .contains("ok    topic predictions: allows Write, Describe, DescribeConfigs")
                .contains("ok    topic models-status: allows Write, Describe\n")
                .contains("ok    topic latency: allows Write, Describe\n")
                .contains("ok    topic models-status: replication factor 1, min.insync.replicas may not be read")
                .contains("ok    group odradek: may be described")
                .contains("ok    transactions odradek-*: may be described")
                .contains("warn  broker: offsets.retention.minutes cannot be read")
                .contains("--operation DescribeConfigs --cluster")
                .contains("ok    model test-model: test-model@1 is live");

        Map<Setting, String> settings = Map.of(
                Setting.BOOTSTRAP_SERVERS, broker.bootstrapServers(),
                Setting.MODEL_NAME, TestModels.NAME,
                Setting.HTTP_PORT, "0",
                Setting.THREADS, "1",
                Setting.PROCESSING_GUARANTEE, "exactly_once_v2");
        try (RunningStreamer streamer = RunningStreamer.start(settings, login("app", "a"))) {
            streamer.awaitModel("1");
            assertThat(check().out()).contains("ok    group odradek: allows Read, Describe");
            classifyOne();
        }
    }

    @Test
    void isContentWithARuleAboutATopicThatIsToBeCreated() throws IOException, ExecutionException, InterruptedException {
        prepareTopics();
        carryOut(AclCommands.in(check().out()));
        deleteTopic("predictions");

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(check("--create-topics").out())
                        .contains(
                                "FAIL  topic predictions: is missing, and may not be created by the streamer\n        kafka-acls.sh")
                        .contains(" --operation Create --topic predictions\n"));
        carryOut(AclCommands.in(check("--create-topics").out()).stream()
                .filter(command -> command.contains("--operation Create"))
                .toList());

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(check("--create-topics").out())
                        .contains("ok    topic predictions: is missing, the streamer will create it")
                        .contains(", 0 FAIL"));
    }

    @Test
    void saysWhenTheUserItselfIsRefused() throws IOException {
        Path wrong = config("app", "guess");

        CommandRun run =
                CommandRun.of("check", "--config=" + wrong, "--bootstrap-servers=" + broker.bootstrapServers());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("FAIL  broker: cannot be checked: Kafka at " + broker.bootstrapServers()
                        + " refuses the login: ")
                .contains("Authentication failed")
                .doesNotContain("guess");
    }

    private CommandRun check(String... more) {
        try {
            List<String> all = new ArrayList<>(List.of(
                    "check",
                    "--config=" + config("app", "a"),
                    "--bootstrap-servers=" + broker.bootstrapServers(),
                    "--model-name=" + TestModels.NAME,
                    "--processing-guarantee=exactly_once_v2"));
            all.addAll(List.of(more));
            return CommandRun.of(all.toArray(new String[0]));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** An image goes in, and its prediction comes out. */
    private void classifyOne() throws ExecutionException, InterruptedException {
        Map<String, Object> boss = new HashMap<>(login("boss", "b"));
        boss.put("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(boss);
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(boss, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("images", TestModels.image(1))).get();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Topics.endOffsets(admin, "predictions").values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum()
                            > 0);
        }
    }

    private void prepareTopics() throws ExecutionException, InterruptedException {
        Map<String, String> roomy = Map.of("max.message.bytes", String.valueOf(1_048_588 + 65_536));
        Map<String, Object> boss = new HashMap<>(login("boss", "b"));
        boss.put("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(boss);
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(boss, new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(
                            new NewTopic("images", 1, (short) 1),
                            new NewTopic("predictions", 1, (short) 1).configs(roomy),
                            new NewTopic("images-dlq", 1, (short) 1).configs(roomy),
                            new NewTopic("models", 1, (short) 1).configs(Map.of("cleanup.policy", "compact")),
                            new NewTopic("models-status", 1, (short) 1),
                            new NewTopic("latency", 1, (short) 1)))
                    .all()
                    .get();
            producer.send(new ProducerRecord<>(
                            "models", 0, Cluster.utf8(TestModels.NAME + "@1"), TestModels.file("1", 1)))
                    .get();
            producer.send(new ProducerRecord<>(
                            "models", 0, Cluster.utf8(TestModels.NAME), Cluster.utf8("{\"schema\":1,\"live\":\"1\"}")))
                    .get();
        }
    }

    private void deleteTopic(String topic) throws ExecutionException, InterruptedException {
        Map<String, Object> boss = new HashMap<>(login("boss", "b"));
        boss.put("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(boss)) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    private void carryOut(List<String> commands) throws ExecutionException, InterruptedException {
        Map<String, Object> boss = new HashMap<>(login("boss", "b"));
        boss.put("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(boss)) {
            admin.createAcls(AclCommands.rules(commands)).all().get();
        }
    }

    private Path config(String user, String password) throws IOException {
        StringBuilder text = new StringBuilder();
        login(user, password)
                .forEach((key, value) -> text.append("kafka.")
                        .append(key)
                        .append('=')
                        .append(value)
                        .append('\n'));
        return Files.writeString(dir.resolve(user + password + ".properties"), text);
    }

    private static Map<String, String> login(String user, String password) {
        return Map.of(
                "security.protocol", "SASL_PLAINTEXT",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", LOGIN + " username=\"" + user + "\" password=\"" + password + "\";");
    }
}
