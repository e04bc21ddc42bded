package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.AclCommands;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.kit.SecuredKafka;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.kit.TokenServer;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS, passwords, certificates and rights, with the README's own lines, on a real broker that insists on them. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SecuredKafkaIT {
    private static final List<String> GUARANTEES = List.of("at_least_once", "exactly_once_v2");

    @TempDir
    private static Path dir;

    private static TokenServer tokens;
    private static SecuredKafka kafka;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException, ExecutionException, InterruptedException {
        tokens = new TokenServer(SecuredKafka.PASSWORD);
        kafka = new SecuredKafka(dir, tokens::listen);
    }

    @AfterAll
    static void stop() {
        kafka.close();
        tokens.close();
    }

    @Test
    void needsNoMoreThanTheRightsOfTheReadmeAndCreatesNothing()
            throws IOException, GeneralSecurityException, ExecutionException, InterruptedException {
        Set<String> before = topics();
        for (String guarantee : GUARANTEES) {
            assertThat(check(kafka.pasted("secured:scram"), guarantee).done())
                    .contains("ok    topic images: allows Read, Describe, DescribeConfigs")
                    .contains("ok    model test-model: test-model@0 is live");
            Map<Setting, String> settings = settings("LOGIN");
            settings.put(Setting.PROCESSING_GUARANTEE, guarantee);
            long statuses = kafka.cluster().count("models-status");
            try (RunningStreamer streamer = RunningStreamer.start(settings, kafka.pasted("secured:scram"))) {
                streamer.awaitModel("0");
                answersAnImageAndRefusesAnother();
                await(() -> kafka.cluster().count("models-status") > statuses);
            }
        }
        assertThat(topics()).isEqualTo(before);
    }

    @Test
    void takesACertificateInPlaceOfAPassword()
            throws IOException, GeneralSecurityException, ExecutionException, InterruptedException {
        List<AclBinding> rules = kafka.rules().stream()
                .map(rule -> new AclBinding(
                        rule.pattern(),
                        new AccessControlEntry(
                                "User:CN=broker",
                                "*",
                                rule.entry().operation(),
                                rule.entry().permissionType())))
                .toList();
        kafka.allow(rules);
        Map<String, String> mutual = kafka.pasted("secured:mutual");
        mutual.putAll(kafka.ownKey());
        try (RunningStreamer streamer = RunningStreamer.start(settings("MUTUAL"), mutual)) {
            streamer.awaitModel("0");
            answersAnImageAndRefusesAnother();
        } finally {
            for (AclBinding rule : rules) {
                kafka.forbid(rule);
            }
        }
    }

    @Test
    void takesATokenOfAnotherServer() throws IOException, GeneralSecurityException {
        Map<String, String> settings = kafka.pasted("secured:oauth");
        settings.put("sasl.oauthbearer.token.endpoint.url", tokens.tokenUrl());
        try (RunningStreamer streamer = RunningStreamer.start(settings("TOKEN"), settings)) {
            streamer.awaitModel("0");
            answersAnImageAndRefusesAnother();
        }

        settings.put("sasl.oauthbearer.client.credentials.client.secret", "guess");
        CommandRun run = run("run", settings, "TOKEN", "--http-port=0");

        assertThat(run.refused())
                .hasLineCount(1)
                .contains("streamer: Kafka's client cannot log in: The response code 401", "check kafka.sasl.*")
                .doesNotContain("guess");
    }

    @Test
    void namesEachRightThatIsMissingAtStartAndInCheck()
            throws IOException, GeneralSecurityException, ExecutionException, InterruptedException {
        Map<String, String> scram = kafka.pasted("secured:scram");
        List<AclBinding> rules = kafka.rules();
        assertThat(rules).hasSize(11);
        for (AclBinding rule : rules) {
            kafka.forbid(rule);

            CommandRun check = check(scram, "exactly_once_v2");
            CommandRun run = run("run", scram, "LOGIN", "--processing-guarantee=exactly_once_v2", "--http-port=0");

            String name = rule.pattern().name();
            assertThat(check.code()).as("%s%n%s", rule, check).isEqualTo(1);
            assertThat(check.out()).containsPattern("FAIL  [a-z]+ " + name + "\\*?: does not allow ");
            assertThat(AclCommands.rules(AclCommands.in(check.out()))).contains(rule);
            assertThat(run.refused())
                    .contains("streamer: User:odradek lacks rights in Kafka: ")
                    .containsPattern("[a-z]+ " + name + "\\*? does not allow [A-Z]");
            assertThat(AclCommands.rules(AclCommands.in(run.err()))).contains(rule);

            kafka.allow(List.of(rule));
        }
        assertThat(run("check", scram, "LOGIN").code()).isZero();
    }

    @Test
    void saysWhatStoppedItWhenARightIsTakenAwayMeanwhile()
            throws IOException, GeneralSecurityException, ExecutionException, InterruptedException {
        AclBinding write = kafka.rules().stream()
                .filter(rule -> rule.pattern().name().equals("predictions")
                        && rule.entry().operation() == AclOperation.WRITE)
                .findFirst()
                .orElseThrow();
        RunningStreamer streamer = RunningStreamer.start(settings("LOGIN"), kafka.pasted("secured:scram"));
        try {
            streamer.awaitModel("0");
            kafka.forbid(write);
            kafka.cluster().send(new ProducerRecord<>("images", TestModels.image(1)));
            await(() -> !streamer.health().live());

            assertThat(streamer.health().lastError()).contains("predictions");
            assertThatThrownBy(streamer::close)
                    .hasMessageContaining("predictions")
                    .hasMessageContaining("'streamer check' names the right");
        } finally {
            kafka.allow(List.of(write));
        }
    }

    @Test
    void namesTheRightToCreateATopic()
            throws IOException, GeneralSecurityException, ExecutionException, InterruptedException {
        Map<String, String> scram = kafka.pasted("secured:scram");
        List<AclBinding> rules = AclCommands.rules(List.of("kafka-acls.sh --allow-principal User:odradek"
                + " --operation Write --operation DescribeConfigs --topic other"));
        kafka.allow(rules);

        CommandRun run = run("run", scram, "LOGIN", "--http-port=0", "--create-topics", "--dlq-topic=other");

        for (AclBinding rule : rules) {
            kafka.forbid(rule);
        }
        assertThat(run.refused())
                .contains("topic other is missing, and may not be created by this user, which --create-topics needs:\n")
                .contains("--allow-principal User:odradek --operation Create --topic other");
    }

    /** A connection that cannot work, and what must be said of it. */
    private record Bad(String listener, Map<String, String> settings, List<String> said) {}

    @Test
    void saysInOneLineWhyItCannotConnect() throws IOException, GeneralSecurityException {
        for (Bad bad : bad()) {
            for (String command : List.of("run", "models list", "dlq inspect", "check")) {
                CommandRun run = command.equals("run")
                        ? run(command, bad.settings, bad.listener, "--http-port=0")
                        : run(command, bad.settings, bad.listener);
                String line =
                        command.equals("check") ? run.out().lines().findFirst().orElse("") : run.err();
                // 2 where a setting alone is wrong, whatever the broker.
                assertThat(run.code()).as("%s %s%n%s", command, bad, run).isIn(1, command.equals("check") ? 1 : 2);
                assertThat(line.strip().lines()).as("%s %s", command, bad).hasSize(1);
                assertThat(line).as("%s %s", command, bad).contains(bad.said);
                assertThat(run.out() + run.err())
                        .doesNotContain(
                                SecuredKafka.PASSWORD, "guess", "store-password", "required username=\"odradek");
            }
        }
    }

    private List<Bad> bad() throws IOException, GeneralSecurityException {
        String file = dir.resolve("nothing.p12").toString();
        String noStore = Files.writeString(dir.resolve("no-store.txt"), "text").toString();
        String truststore = kafka.certificates().truststore().toString();
        String strange = kafka.certificates().strangeTruststore().toString();
        String login = "org.apache.kafka.common.security.scram.ScramLoginModule required ";
        List<Bad> all = new ArrayList<>();
        all.add(bad(
                "EXPIRED",
                Map.of(),
                "cannot connect to Kafka at " + kafka.address("EXPIRED"),
                "(CN=broker) expired on 20"));
        all.add(bad("ELSEWHERE", Map.of(), "is for kafka.example.com, not for 127.0.0.1", "odradek.bootstrap.servers"));
        all.add(bad(
                "LOGIN",
                store(strange, "store-password"),
                "signed by none that we trust",
                "issuer CN=Test CA",
                strange));
        all.add(bad(
                "LOGIN", store(file, "store-password"), "kafka.ssl.truststore.location is " + file, "no such file"));
        all.add(bad("LOGIN", store(truststore, "guess"), "kafka.ssl.truststore.password does not open " + truststore));
        all.add(bad(
                "LOGIN",
                store(noStore, "guess"),
                "kafka.ssl.truststore.location is " + noStore,
                "no truststore of type PKCS12"));
        all.add(bad(
                "LOGIN",
                Map.of("security.protocol", "PLAINTEXT"),
                "this port speaks TLS, and kafka.security.protocol is PLAINTEXT"));
        all.add(bad(
                "LOGIN", Map.of("security.protocol", "SASL_PLAINTEXT"), "this port speaks TLS", "set it to SASL_SSL"));
        all.add(bad(
                "LOGIN", Map.of("security.protocol", "SSL"), "this port wants a login", "SASL_SSL", "SCRAM-SHA-512"));
        all.add(bad("BARE", Map.of(), "this port speaks no TLS, and kafka.security.protocol is SASL_SSL"));
        all.add(bad("PLAINTEXT", Map.of(), "this port speaks no TLS"));
        all.add(bad("PLAINTEXT", Map.of("security.protocol", "SASL_PLAINTEXT"), "this port takes no login"));
        all.add(bad(
                "MUTUAL",
                Map.of("security.protocol", "SSL"),
                "asks for a certificate of ours",
                "kafka.ssl.keystore.location"));
        all.add(bad(
                "LOGIN",
                jaas(login + "username=\"odradek\" password=\"guess\";"),
                "refuses the login",
                "invalid credentials",
                "kafka.sasl.jaas.config"));
        all.add(bad(
                "LOGIN",
                jaas(login + "username=\"nobody\" password=\"guess\";"),
                "refuses the login",
                "invalid credentials"));
        all.add(bad(
                "LOGIN",
                Map.of("sasl.mechanism", "SCRAM-SHA-256"),
                "does not know the SASL mechanism SCRAM-SHA-256",
                "it knows SCRAM-SHA-512"));
        all.add(bad(
                "LOGIN",
                jaas(login + "username=\"odradek\" password=\"guess\""),
                "kafka.sasl.jaas.config is malformed",
                "semicolon"));
        all.add(bad("LOGIN", jaas("guess;"), "kafka.sasl.jaas.config is malformed"));
        all.add(bad("LOGIN", jaas(login + "username=\"odradek\";"), "kafka.sasl.jaas.config has no password"));
        all.add(bad("LOGIN", jaas("com.example.NoModule required;"), "login module that does not exist"));
        return all;
    }

    private Bad bad(String listener, Map<String, String> changes, String... said)
            throws IOException, GeneralSecurityException {
        Map<String, String> settings = kafka.pasted("secured:scram");
        settings.putAll(changes);
        return new Bad(listener, settings, List.of(said));
    }

    private static Map<String, String> store(String file, String password) {
        return Map.of(
                "ssl.truststore.type", "PKCS12",
                "ssl.truststore.location", file,
                "ssl.truststore.password", password);
    }

    private static Map<String, String> jaas(String value) {
        return Map.of("sasl.jaas.config", value);
    }

    @Test
    void showsItsPasswordNowhere() throws IOException, GeneralSecurityException {
        HttpPort http = new HttpPort();
        Path logging = Files.writeString(
                dir.resolve("everything.xml"),
                "<configuration><appender name=\"E\" class=\"ch.qos.logback.core.ConsoleAppender\"><encoder><pattern>%level"
                        + " %logger %msg%n</pattern></encoder></appender><root level=\"DEBUG\"><appender-ref ref=\"E\"/>"
                        + "</root></configuration>");
        Map<String, String> settings = kafka.pasted("secured:scram");
        settings.putAll(store(kafka.certificates().truststore().toString(), "store-password"));
        List<String> arguments = arguments("run", settings, "LOGIN", "--http-port=" + http.number());
        try (StreamerProcess process = StreamerProcess.start(
                dir.resolve("streamer.log"),
                Map.of("JAVA_OPTS", "-Xmx256m -Dlogback.configurationFile=" + logging),
                arguments)) {
            await(() -> process.isAlive() && process.output().contains("streams: running"));
            answersAnImageAndRefusesAnother();
            String told = http.get("/health") + http.get("/metrics");
            process.terminate();

            assertThat(told).contains("odradek_").contains("test-model@0");
            assertThat(process.output()).contains("INFO org.apache.kafka").contains("sasl.jaas.config = [hidden]");
            assertThat(told + process.output()).doesNotContain(SecuredKafka.PASSWORD, "store-password");
        }
    }

    private static void answersAnImageAndRefusesAnother() {
        long predictions = kafka.cluster().count("predictions");
        long letters = kafka.cluster().count("images-dlq");
        kafka.cluster().send(new ProducerRecord<>("images", TestModels.image(1)));
        kafka.cluster().send(new ProducerRecord<>("images", new byte[] {1}));
        await(() -> kafka.cluster().count("predictions") > predictions
                && kafka.cluster().count("images-dlq") > letters);
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
    }

    private static Map<Setting, String> settings(String listener) {
        Map<Setting, String> settings = new HashMap<>(kafka.cluster().settings());
        settings.put(Setting.BOOTSTRAP_SERVERS, kafka.address(listener));
        settings.put(Setting.THREADS, "1");
        return settings;
    }

    private static CommandRun check(Map<String, String> settings, String guarantee) throws IOException {
        return run("check", settings, "LOGIN", "--processing-guarantee=" + guarantee);
    }

    private static CommandRun run(String command, Map<String, String> kafkaSettings, String listener, String... more)
            throws IOException {
        return CommandRun.of(arguments(command, kafkaSettings, listener, more).toArray(new String[0]));
    }

    /** With the settings in a file, as the README tells. */
    private static List<String> arguments(
            String command, Map<String, String> kafkaSettings, String listener, String... more) throws IOException {
        StringBuilder file = new StringBuilder();
        new LinkedHashMap<>(kafkaSettings)
                .forEach((key, value) -> file.append("kafka.")
                        .append(key)
                        .append('=')
                        .append(value)
                        .append('\n'));
        List<String> all = new ArrayList<>(List.of(command.split(" ")));
        all.add("--config=" + Files.writeString(dir.resolve("client.properties"), file));
        all.add("--bootstrap-servers=" + kafka.address(listener));
        if (!command.startsWith("dlq") && !command.startsWith("models")) {
            all.add("--model-name=" + TestModels.NAME);
        }
        all.addAll(List.of(more));
        return all;
    }

    private static Set<String> topics() throws ExecutionException, InterruptedException {
        try (Admin admin = kafka.admin()) {
            Set<String> names = new HashSet<>(admin.listTopics().names().get());
            // Kafka's own.
            names.removeIf(name -> name.startsWith("__"));
            return names;
        }
    }
}
