package io.odradek.chart;

import static io.odradek.chart.Manifests.at;
import static io.odradek.chart.Manifests.container;
import static io.odradek.chart.Manifests.map;
import static io.odradek.chart.Manifests.volume;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How the containers reach Kafka. {@code SecuredKafkaIT} reads the same files with the real programs. */
class KafkaSettingsTest {
    private static final String SCRAM = """
            kafka:
              bootstrapServers: kafka:9094
              tls: {enabled: true, caSecret: {name: ca}}
              sasl: {mechanism: SCRAM-SHA-512, secret: {name: user}}
            """;

    @Test
    void withoutSecurityThereIsNoFile() {
        Manifests manifests = Chart.render();

        assertThat(manifests.of(Kind.ConfigMap)).isEmpty();
        assertThat(container(manifests.streamer()).get("args")).isEqualTo(List.of("run"));
        assertThat(Manifests.env(container(manifests.streamer())))
                .containsEntry("ODRADEK_BOOTSTRAP_SERVERS", "kafka:9092");
    }

    @Test
    void tlsAndPasswordReferToMountedSecrets() {
        Manifests manifests = Chart.render(SCRAM);

        assertThat(file(manifests, "odradek-kafka"))
                .containsEntry("kafka.security.protocol", "SASL_SSL")
                .containsEntry("kafka.sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("kafka.ssl.truststore.location", "/etc/odradek/kafka/ca/ca.crt")
                .containsEntry(
                        "kafka.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                + " username=\"${secret:/etc/odradek/kafka/user:username}\""
                                + " password=\"${secret:/etc/odradek/kafka/user:password}\";");
        Map<String, Object> pod = manifests.streamer();
        assertThat(container(pod).get("args"))
                .isEqualTo(List.of("run", "--config", "/etc/odradek/kafka/config/kafka.properties"));
        assertThat(at(volume(pod, "kafka-user").orElseThrow(), "secret.secretName"))
                .isEqualTo("user");
        assertThat(at(volume(pod, "kafka-ca").orElseThrow(), "secret.secretName"))
                .isEqualTo("ca");
    }

    @Test
    void aMissingSecretHoldsThePodUp() {
        for (String name : List.of("kafka-user", "kafka-ca")) {
            assertThat(map(volume(Chart.render(SCRAM).streamer(), name)
                            .orElseThrow()
                            .get("secret")))
                    .as("optional: true would let the pod start without it")
                    .doesNotContainKey("optional");
        }
    }

    @Test
    void plainAndNoTlsAreSaidAsSuch() {
        assertThat(file(
                        Chart.render("kafka: {sasl: {mechanism: PLAIN, username: ana, secret: {name: user}}}"),
                        "odradek-kafka"))
                .containsEntry("kafka.security.protocol", "SASL_PLAINTEXT")
                .doesNotContainKey("kafka.ssl.truststore.location")
                .hasEntrySatisfying(
                        "kafka.sasl.jaas.config",
                        jaas -> assertThat(jaas)
                                .contains("plain.PlainLoginModule")
                                .contains("username=\"ana\""));
    }

    @Test
    void ownPropertiesWinAndKeepTheirBackslashesAndNumbers() {
        Map<String, String> file = file(
                Chart.render(
                        SCRAM, "kafka: {properties: {security.protocol: SSL, max.poll.records: 16777216, a: 'x\\y'}}"),
                "odradek-kafka");

        assertThat(file)
                .containsEntry("kafka.security.protocol", "SSL")
                .containsEntry("kafka.max.poll.records", "16777216")
                .containsEntry("kafka.a", "x\\y");
    }

    @Test
    void aPropertyMayReferToASecretOfYourOwn() {
        assertThat(file(
                        Chart.render("kafka: {properties: {ssl.key.password: '${secret:/etc/odradek/kafka/store:p}'}}"),
                        "odradek-kafka"))
                .containsEntry("kafka.ssl.key.password", "${secret:/etc/odradek/kafka/store:p}")
                .containsEntry("kafka.config.providers", "secret");
    }

    @Test
    void aWholeFileComesFromTheSecretAlone() {
        Manifests manifests = Chart.render("kafka: {configSecret: {name: client, key: my.properties}}");

        assertThat(manifests.of(Kind.ConfigMap)).isEmpty();
        assertThat(container(manifests.streamer()).get("args"))
                .isEqualTo(List.of("run", "--config", "/etc/odradek/kafka/config/my.properties"));
        assertThat(at(volume(manifests.streamer(), "kafka-config").orElseThrow(), "secret.secretName"))
                .isEqualTo("client");
    }

    @Test
    void changedSettingsStartPodsAnewAndOthersDoNot() {
        String before = checksum(SCRAM);

        assertThat(checksum(SCRAM + "  properties: {client.rack: b}\n")).isNotEqualTo(before);
        assertThat(checksum(SCRAM + "metrics: {serviceMonitor: {enabled: true}}\n"))
                .isEqualTo(before);
    }

    @Test
    void jobsMayHaveCredentialsOfTheirOwn() {
        Manifests manifests = Chart.render(SCRAM, """
                topics: {create: true, kafka: {username: admin, userSecret: admin}}
                trainer: {cronJob: {enabled: true}, data: {fetch: true}, kafka: {userSecret: trainer}}
                """);

        Map<String, Object> topics = map(at(manifests.only(Kind.Job), "spec.template.spec"));
        assertThat(at(volume(topics, "kafka-user").orElseThrow(), "secret.secretName"))
                .isEqualTo("admin");
        assertThat(at(volume(topics, "kafka-config").orElseThrow(), "configMap.name"))
                .isEqualTo("odradek-topics-kafka");
        assertThat(file(manifests, "odradek-topics-kafka").get("kafka.sasl.jaas.config"))
                .contains("username=\"admin\"");
        Map<String, Object> trainer = map(at(manifests.only(Kind.CronJob), "spec.jobTemplate.spec.template.spec"));
        assertThat(at(volume(trainer, "kafka-user").orElseThrow(), "secret.secretName"))
                .isEqualTo("trainer");
        assertThat(at(volume(manifests.streamer(), "kafka-user").orElseThrow(), "secret.secretName"))
                .isEqualTo("user");
    }

    private static String checksum(String values) {
        return String.valueOf(map(at(Chart.render(values).only(Kind.Deployment), "spec.template.metadata.annotations"))
                .get("checksum/kafka"));
    }

    private static Map<String, String> file(Manifests manifests, String name) {
        Object file = map(manifests.named(Kind.ConfigMap, name).get("data")).get("kafka.properties");
        return properties(String.valueOf(file));
    }

    /** As Java reads them. */
    static Map<String, String> properties(String file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Map<String, String> map = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
        return map;
    }
}
