package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.Certificates;
import io.odradek.broker.InProcessBroker;
import io.odradek.broker.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code publish} to a real broker over TLS with a password, and what it says when one of them is wrong. */
class PublishSecuredIT {
    private static final String LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule required";
    private static final String PASSWORD = "pa55word-of-ana";

    @TempDir
    private static Path dir;

    private static Certificates certificates;
    private static InProcessBroker broker;

    private final Console console = new Console();

    @BeforeAll
    static void startBroker() throws IOException, GeneralSecurityException, ExecutionException, InterruptedException {
        certificates = new Certificates(dir);
        broker = new InProcessBroker(Map.of(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users", "User:ANONYMOUS",
                "sasl.enabled.mechanisms", "SCRAM-SHA-512"));
        listen("LOGIN", certificates.key("good", "ip:127.0.0.1", "-1d", 365));
        listen("EXPIRED", certificates.key("expired", "ip:127.0.0.1", "-30d", 10));
        listen("ELSEWHERE", certificates.key("elsewhere", "dns:kafka.example.com", "-1d", 365));
        broker.start();
        Topics.create(
                broker.bootstrapServers(),
                List.of(new NewTopic("models", 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "ana", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                    .all()
                    .get();
            // As streamer/OPERATIONS.md says.
            ResourcePattern models = new ResourcePattern(ResourceType.TOPIC, "models", PatternType.LITERAL);
            admin.createAcls(Stream.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS)
                            .map(o -> new AclBinding(
                                    models, new AccessControlEntry("User:ana", "*", o, AclPermissionType.ALLOW)))
                            .toList())
                    .all()
                    .get();
        }
    }

    private static void listen(String name, Map<String, String> key) {
        Map<String, String> settings = new HashMap<>(key);
        settings.put("scram-sha-512.sasl.jaas.config", LOGIN + ";");
        broker.listen(name, "SASL_SSL", settings);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void publishesOverTlsWithAPassword() throws IOException, GeneralSecurityException {
        assertThat(publish("LOGIN", PASSWORD)).as(console.err()).isZero();
        assertThat(Topics.readAll(broker.bootstrapServers(), "models"))
                .as("file and pointer")
                .hasSize(2);
    }

    @Test
    void saysInOneLineWhatIsWrongAndNeverThePassword() throws IOException, GeneralSecurityException {
        refused("LOGIN", "guess", "", "refuses the login", "invalid credentials", "kafka.sasl.jaas.config");
        refused("EXPIRED", PASSWORD, "", "its certificate has expired (NotAfter: ");
        refused("ELSEWHERE", PASSWORD, "", "its certificate is for another host", "--bootstrap-servers");
        refused("LOGIN", PASSWORD, "sasl.mechanism=PLAIN", "SCRAM-SHA-512");
        refused("LOGIN", PASSWORD, "sasl.jaas.config=guess;", "kafka.sasl.jaas.config is missing or malformed");
        refused("LOGIN", PASSWORD, "ssl.truststore.location=/nothing.pem", "/nothing.pem", "no such file");
        String strange = certificates.strangeTruststore().toString();
        refused(
                "LOGIN",
                PASSWORD,
                "ssl.truststore.location=" + strange + " ssl.truststore.type=PKCS12 ssl.truststore.password="
                        + Certificates.PASSWORD,
                "signed by none that kafka.ssl.truststore.location");
        refused(
                "LOGIN",
                PASSWORD,
                "security.protocol=PLAINTEXT default.api.timeout.ms=2000 request.timeout.ms=1000",
                "no answer from Kafka",
                "kafka.security.protocol=SASL_SSL");
    }

    private void refused(String listener, String password, String more, String... said)
            throws IOException, GeneralSecurityException {
        Console own = new Console();

        int code = publish(own, listener, password, more.isEmpty() ? new String[0] : more.split(" "));

        assertThat(code).as(own.err()).isEqualTo(1);
        assertThat(own.err())
                .hasLineCount(1)
                .startsWith("trainer: ")
                .contains(" 127.0.0.1:")
                .contains(said);
        assertThat(own.err() + own.out()).doesNotContain(password, "guess", Certificates.PASSWORD);
    }

    private int publish(String listener, String password) throws IOException, GeneralSecurityException {
        return publish(console, listener, password);
    }

    private static int publish(Console console, String listener, String password, String... more)
            throws IOException, GeneralSecurityException {
        Path config = Files.writeString(
                dir.resolve("client.properties"),
                "kafka.security.protocol=SASL_SSL\nkafka.sasl.mechanism=SCRAM-SHA-512\nkafka.ssl.truststore.type=PEM\n"
                        + "kafka.ssl.truststore.location=" + certificates.authorityPem() + "\nkafka.sasl.jaas.config="
                        + LOGIN + " username=\"ana\" password=\"" + password + "\";\n");
        List<String> arguments = new ArrayList<>(List.of(
                "publish",
                "../deploy/contract/fashion-mnist-seed.onnx",
                "--promote",
                "--config=" + config,
                "--bootstrap-servers=" + broker.bootstrapServers(listener)));
        for (String setting : more) {
            arguments.add("-K");
            arguments.add(setting);
        }
        return console.run(arguments.toArray(new String[0]));
    }
}
