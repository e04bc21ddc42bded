package io.odradek.chart;

import static io.odradek.chart.Manifests.at;
import static io.odradek.chart.Manifests.container;
import static io.odradek.chart.Manifests.env;
import static io.odradek.chart.Manifests.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.odradek.broker.Certificates;
import io.odradek.broker.InProcessBroker;
import io.odradek.broker.Topics;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the containers are told, told to the real streamer and trainer: arguments, variables and mounts of the rendered
 * pods, in front of a Kafka with TLS, users and rights, with topics and rights of the example for Strimzi.
 */
class SecuredKafkaIT {
    private static final String STREAMER = launcher("streamer");
    private static final String TRAINER = launcher("trainer");
    private static final Path MODEL =
            Path.of("..", "deploy", "contract", "fashion-mnist-seed.onnx").toAbsolutePath();
    private static final Path IMAGES = Path.of("/usr/share/datasets/fashion-mnist");
    /** With what a properties file, a login and Kafka's own references could stumble over. */
    private static final String PASSWORD = "p4$ ${x:y} = #' ž;";

    private static final Map<String, Map<String, String>> SECRETS = new HashMap<>();
    private static InProcessBroker broker;

    @TempDir
    private static Path dir;

    @BeforeAll
    static void start() throws Exception {
        Certificates certificates = new Certificates(dir);
        Map<String, String> key = certificates.key("here", "ip:127.0.0.1,dns:localhost", "-1d", 365);
        String authority = certificates.authorityPem().toString();
        String login = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
        broker = new InProcessBroker(Map.of(
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "super.users", "User:ANONYMOUS",
                        "sasl.enabled.mechanisms", "SCRAM-SHA-512"))
                .listen("LOGIN", "SASL_SSL", with(key, Map.of("scram-sha-512.sasl.jaas.config", login)));
        // All certificates of this test have one name; Strimzi makes one for each user.
        for (String user : List.of("odradek", "odradek-trainer")) {
            broker.listen(
                    listener(user),
                    "SSL",
                    with(
                            key,
                            Map.of(
                                    "ssl.client.auth",
                                    "required",
                                    "ssl.truststore.type",
                                    "PEM",
                                    "ssl.truststore.location",
                                    authority,
                                    "ssl.principal.mapping.rules",
                                    "RULE:^.*$/" + user + "/")));
        }
        broker.start();
        Topics.create(broker.bootstrapServers(), StrimziExample.topics());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            for (String user : List.of("odradek", "odradek-trainer")) {
                admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                                user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                        .all()
                        .get();
                admin.createAcls(StrimziExample.rules(user)).all().get();
            }
        }
        String ca = Files.readString(certificates.authorityPem());
        SECRETS.put("my-cluster-cluster-ca-cert", Map.of("ca.crt", ca));
        SECRETS.put("kafka-ca", SECRETS.get("my-cluster-cluster-ca-cert"));
        SECRETS.put("odradek", pem(key));
        SECRETS.put("odradek-trainer", pem(key));
        SECRETS.put("user", Map.of("username", "odradek", "password", PASSWORD));
        SECRETS.put("publisher", Map.of("username", "odradek-trainer", "password", PASSWORD));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void streamerAndTrainerLogInWithPasswordsThatStayInTheirSecrets(@TempDir Path root) throws IOException {
        Tool.need(Files.isDirectory(IMAGES), "Fashion-MNIST is not in " + IMAGES);
        Manifests manifests = Chart.render("""
                kafka:
                  bootstrapServers: %s
                  tls: {enabled: true, caSecret: {name: kafka-ca}}
                  sasl: {mechanism: SCRAM-SHA-512, secret: {name: user}}
                trainer:
                  job: {enabled: true}
                  kafka: {userSecret: publisher}
                  recipe: fast
                  data: {volume: {persistentVolumeClaim: {claimName: images}}}
                  args: [--limit, "1000", --epochs, "1", --validation, "200"]
                """.formatted(broker.bootstrapServers("LOGIN")));

        Mounts trainer = Mounts.of(root.resolve("trainer"), manifests, trainer(manifests), SECRETS);
        for (Path file : Chart.files(IMAGES, "")) {
            Files.createSymbolicLink(root.resolve("trainer/data").resolve(file.getFileName()), file);
        }
        String output = Tool.run(root, environment(trainer), command(TRAINER, trainer.arguments("train-1")))
                .succeeded();
        JsonNode report = check(Mounts.of(root.resolve("streamer"), manifests, manifests.streamer(), SECRETS));

        assertThat(output).contains("live: fashion-mnist@");
        assertThat(root.resolve("trainer/output/train-1/model.onnx")).isRegularFile();

        assertThat(report.get("ok").asBoolean()).as(report.toString()).isTrue();
        assertThat(manifests.all().toString()).doesNotContain(PASSWORD);
    }

    @Test
    void aWrongPasswordIsSaidInOneLineAndIsNotShown(@TempDir Path root) throws IOException {
        Manifests manifests = Chart.render("""
                kafka:
                  bootstrapServers: %s
                  tls: {enabled: true, caSecret: {name: kafka-ca}}
                  sasl: {mechanism: SCRAM-SHA-512, secret: {name: wrong}}
                """.formatted(broker.bootstrapServers("LOGIN")));
        Map<String, Map<String, String>> wrong =
                Map.of("wrong", Map.of("username", "odradek", "password", "another"), "kafka-ca", secret("kafka-ca"));
        Mounts mounts = Mounts.of(root, manifests, manifests.streamer(), wrong);

        Tool.Result run = Tool.run(root, environment(mounts), command(STREAMER, mounts.arguments("odradek-0")));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("password").contains("odradek").doesNotContain("another");
    }

    @Test
    void theStrimziSetUpTrainsChecksServesAndIsTestedAndItsNotesWork(@TempDir Path root) throws Exception {
        Tool.need("kcat", "-V");
        String state = "kafka: {bootstrapServers: '%s', properties: {state.dir: " + root.resolve("state") + "}}";
        List<String> values = List.of(Chart.read(Chart.example("strimzi")), state.formatted(address("odradek")));
        Manifests manifests = Chart.render(values.toArray(String[]::new));
        Manifests publishing = Chart.render(values.get(0), state.formatted(address("odradek-trainer")));

        publish(Mounts.of(root.resolve("trainer"), publishing, trainer(publishing), SECRETS));
        Mounts mounts = Mounts.of(root.resolve("streamer"), manifests, manifests.streamer(), SECRETS);
        JsonNode report = check(mounts);
        assertThat(report.get("ok").asBoolean()).as(report.toString()).isTrue();

        Path log = root.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command(STREAMER, mounts.arguments("odradek-0")))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment(mounts));
        Process streamer = builder.start();
        try {
            Map<String, String> where = Map.of("HOST", "127.0.0.1", "PORT", port(log), "TRIES", "60");
            assertThat(helmTest(manifests, where).succeeded()).startsWith("ready: http://127.0.0.1:");
            assertThat(helmTest(manifests, Map.of("HOST", "127.0.0.1", "PORT", "1", "TRIES", "1"))
                            .exitCode())
                    .isEqualTo(1);
            notesWork(root);
        } finally {
            streamer.destroy();
            assertThat(streamer.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(streamer.exitValue()).as(Files.readString(log)).isEqualTo(143);
    }

    /** The commands that are printed after an installation, but for kubectl's part of them. */
    private static void notesWork(Path root) throws IOException {
        String notes = Chart.notes("kafka: {bootstrapServers: '" + broker.bootstrapServers() + "'}");
        Path image = root.resolve("sneaker.png");
        ImageIO.write(new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY), "png", image.toFile());
        List<String> commands = new ArrayList<>();
        Matcher matcher = Pattern.compile("kubectl .* --command -- (.*)").matcher(notes);
        while (matcher.find()) {
            commands.add(
                    matcher.group(1).replace("/tmp/image", root.resolve("image").toString()));
        }
        assertThat(commands).hasSize(2);

        bash(root, commands.get(0)).succeeded();
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(bash(root, commands.get(1)).output())
                        .startsWith("my-image {\"schema\":1,\"label\":"));
    }

    private static Tool.Result bash(Path root, String command) {
        return Tool.run(root, Map.of(), List.of("bash", "-c", command));
    }

    /** Runs the test pod's own command. */
    private static Tool.Result helmTest(Manifests manifests, Map<String, String> environment) {
        Map<String, Object> container = container(map(manifests.only(Kind.Pod).get("spec")));
        List<String> command = new ArrayList<>();
        ((List<?>) at(container, "command")).forEach(word -> command.add(String.valueOf(word)));
        ((List<?>) at(container, "args")).forEach(word -> command.add(String.valueOf(word)));
        return Tool.run(
                Path.of("."), with(environment, Map.of("TIMEOUT", env(container).get("TIMEOUT"))), command);
    }

    private static String port(Path log) {
        Pattern line = Pattern.compile("metrics and health at http://127\\.0\\.0\\.1:(\\d+)");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> line.matcher(Files.readString(log)).find());
        Matcher matcher = line.matcher(Chart.read(log));
        assertThat(matcher.find()).isTrue();
        return Objects.requireNonNull(matcher.group(1));
    }

    /** Publishes with the Kafka options of the trainer's pod: a training would only take longer. */
    private static void publish(Mounts trainer) {
        List<String> arguments = trainer.arguments("train");
        int config = arguments.indexOf("--config");
        assertThat(arguments).contains("train", "--publish");
        assertThat(config).isPositive();

        String output = Tool.run(
                        trainer.root(),
                        environment(trainer),
                        command(
                                TRAINER,
                                List.of(
                                        "publish",
                                        MODEL.toString(),
                                        "--promote",
                                        "--config",
                                        arguments.get(config + 1))))
                .succeeded();

        assertThat(output).contains("live: fashion-mnist@");
    }

    private static JsonNode check(Mounts streamer) throws IOException {
        List<String> arguments = streamer.arguments("odradek-0");
        assertThat(arguments.get(0)).isEqualTo("run");
        List<String> check = new ArrayList<>(List.of("check", "--json"));
        check.addAll(arguments.subList(1, arguments.size()));
        String output = Tool.run(streamer.root(), environment(streamer), command(STREAMER, check))
                .output();
        return new ObjectMapper().readTree(output.substring(output.indexOf('{')));
    }

    /** The pod's, but on this machine only, and with a small heap. */
    private static Map<String, String> environment(Mounts mounts) {
        Map<String, String> environment = new HashMap<>(mounts.environment());
        if (environment.containsKey("ODRADEK_HTTP_HOST")) {
            environment.put("ODRADEK_HTTP_HOST", "127.0.0.1");
            environment.put("ODRADEK_HTTP_PORT", "0");
            environment.put("ODRADEK_INSTANCE", "odradek-0");
            environment.put("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Xmx256m");
        }
        return environment;
    }

    private static List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        return command;
    }

    private static Map<String, Object> trainer(Manifests manifests) {
        return manifests.of(Kind.CronJob).isEmpty()
                ? map(at(manifests.only(Kind.Job), "spec.template.spec"))
                : map(at(manifests.only(Kind.CronJob), "spec.jobTemplate.spec.template.spec"));
    }

    private static String address(String user) {
        return broker.bootstrapServers(listener(user));
    }

    private static String listener(String user) {
        return user.equals("odradek") ? "MUTUAL" : "PUBLISHER";
    }

    private static Map<String, String> secret(String name) {
        return Objects.requireNonNull(SECRETS.get(name), name);
    }

    private static Map<String, String> with(Map<String, String> settings, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return all;
    }

    /** A client's key and certificates, as Strimzi writes them into the Secret of a user. */
    private static Map<String, String> pem(Map<String, String> store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        char[] password = Certificates.PASSWORD.toCharArray();
        try (InputStream in = Files.newInputStream(Path.of(store.get("ssl.keystore.location")))) {
            keys.load(in, password);
        }
        Key key = keys.getKey("key", password);
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : keys.getCertificateChain("key")) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return Map.of("user.crt", chain.toString(), "user.key", pem("PRIVATE KEY", key.getEncoded()));
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label
                + "-----\n";
    }

    private static String launcher(String program) {
        return Path.of("..", program, "bin", program)
                .toAbsolutePath()
                .normalize()
                .toString();
    }
}
