package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.AclCommands;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.kit.SecuredKafka;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS, passwords, certificates and rights, with the documented lines, on a real broker that insists on them. */
class SecuredKafkaIT extends SecuredKafkaCase {
    @Test
    void needsNoMoreThanTheDocumentedRightsAndCreatesNothing()
            throws IOException, GeneralSecurityException, ExecutionException, InterruptedException {
        assertThat(rules()).hasSize(12);
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

    /** One at a time, each with a time limit of its own: a rule that stays away would fail the tests after it. */
    @ParameterizedTest
    @MethodSource("rules")
    void namesTheRightThatIsMissingAtStartAndInCheck(AclBinding rule)
            throws IOException, GeneralSecurityException, ExecutionException, InterruptedException {
        Map<String, String> scram = kafka.pasted("secured:scram");
        kafka.forbid(rule);
        try {
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
        } finally {
            kafka.allow(List.of(rule));
        }
    }

    static List<AclBinding> rules() throws ExecutionException, InterruptedException {
        return kafka.rules();
    }

    @Test
    void saysWhatStoppedItWhenARightIsTakenAwayMeanwhile()
            throws IOException, GeneralSecurityException, ExecutionException, InterruptedException {
        AclBinding write = kafka.rules().stream()
                .filter(rule -> rule.pattern().name().equals("predictions")
                        && rule.entry().operation() == AclOperation.WRITE)
                .findFirst()
                .orElseThrow();
        Map<String, String> scram = kafka.pasted("secured:scram");
        // It ends without leaving the group, and the next test would wait for its place; 6 s is the broker's least.
        scram.put("session.timeout.ms", "6000");
        RunningStreamer streamer = RunningStreamer.start(settings("LOGIN"), scram);
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
                .contains("topic other is missing, and may not be created by this user; allow it:\n")
                .contains("--allow-principal User:odradek --operation Create --topic other");
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
}
