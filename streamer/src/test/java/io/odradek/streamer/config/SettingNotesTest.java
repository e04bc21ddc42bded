package io.odradek.streamer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people hear at start, and what they must not be shown. */
class SettingNotesTest extends SettingsCase {
    @Test
    void saysOnceWhichOfTwoDifferentValuesWon() throws IOException {
        Path file = file("""
                odradek.http.port=1
                odradek.threads=2
                odradek.batch.max=3
                kafka.linger.ms=4
                kafka.ssl.key.password=from-file
                """);

        Settings settings = Settings.of(
                Map.of(Setting.HTTP_PORT, "3"),
                Map.of("linger.ms", "5", "ssl.key.password", "from-option"),
                Map.of("ODRADEK_HTTP_PORT", "2", "ODRADEK_THREADS", "2 ", "ODRADEK_BATCH_MAX", "4"),
                file);

        assertThat(settings.notes())
                .containsExactly(
                        "odradek.batch.max is \"4\" (environment variable ODRADEK_BATCH_MAX); ignored: \"3\" (" + file
                                + ":3)",
                        "odradek.http.port is \"3\" (option --http-port); ignored: \"2\" (environment variable"
                                + " ODRADEK_HTTP_PORT), \"1\" (" + file + ":1)",
                        "kafka.linger.ms is \"5\" (option -K); ignored: \"4\" (" + file + ":4)",
                        "kafka.ssl.key.password is a secret (option -K); ignored: a secret (" + file + ":5)");
        assertThat(settings.kafka()).containsEntry("linger.ms", "5");
    }

    @ParameterizedTest
    @CsvSource({
        "fetch.max.byts, did you mean kafka.fetch.max.bytes?",
        "producer.linger, did you mean kafka.producer.linger.ms?",
        "consumer.linger.ms, 'no client of Kafka knows it'",
        "my.interceptor.address.of.the.thing, no client of Kafka knows it; it is passed on",
    })
    void doubtsANameThatNoClientOfKafkaKnowsAndPassesItOn(String key, String note) {
        Settings settings = Settings.of(Map.of(), Map.of(key, "1"), Map.of(), null);

        assertThat(settings.notes()).singleElement().asString().contains(note);
        assertThat(settings.kafka()).containsEntry(key, "1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linger.ms",
                "producer.linger.ms",
                "main.consumer.fetch.max.bytes",
                "admin.retries",
                "topic.retention.ms",
                "commit.interval.ms",
                "config.providers",
                "config.providers.file.class",
                "sasl.oauthbearer.token.endpoint.url"
            })
    void doubtsNoNameThatAClientOfKafkaKnows(String key) {
        assertThat(Settings.of(Map.of(), Map.of(key, "1"), Map.of(), null).notes())
                .isEmpty();
        assertThat(KafkaKeys.isSecret(key, "1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sasl.jaas.config",
                "consumer.sasl.jaas.config",
                "ssl.keystore.password",
                "ssl.key.password",
                "ssl.keystore.key",
                "admin.ssl.truststore.password",
                "sasl.oauthbearer.client.credentials.client.secret",
                "my.login.module.Password",
                "producer.my.api-key",
                "vault.token",
                "my.pwd",
                "my.auth"
            })
    void knowsASecretByItsDeclarationOrItsName(String key) {
        assertThat(KafkaKeys.isSecret(key, "1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sasl.oauthbearer.token.endpoint.url", "my.registry.url"})
    void showsNoPasswordInAnAddress(String key) throws IOException {
        String address = "https://me:hunter2@host/path";
        Path file = file("kafka." + key + "=" + address);
        Settings settings = Settings.of(Map.of(), Map.of(key, "https://host:1/a@b"), Map.of(), file);

        assertThat(KafkaKeys.isSecret(key, address)).isTrue();
        assertThat(KafkaKeys.isSecret(key, "https://host:1/a@b")).isFalse();
        assertThat(settings.notes()).isNotEmpty().noneMatch(note -> note.contains("hunter2"));
    }
}
