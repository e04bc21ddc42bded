package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.odradek.streamer.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigCommandTest {
    private static final String SECRET = "zebra-crossing-77";

    @TempDir
    private Path dir;

    @Test
    void showsEverySettingWithItsSource() throws IOException {
        Path file = file("odradek.threads=3\n\nkafka.linger.ms=4\nkafka.ssl.key.password=" + SECRET + "\n");

        String out = CommandRun.of("config", "--config=" + file, "--http-port=81", "-K", "retries=5")
                .done();

        assertThat(out.lines().map(line -> line.replaceAll(" {2,}", "|")))
                .contains(
                        "KEY|VALUE|SOURCE",
                        "odradek.threads|3|" + file + ":1",
                        "odradek.http.port|81|option --http-port",
                        "odradek.batch.max|64|the default",
                        "odradek.model.path|-|the default",
                        "kafka.linger.ms|4|" + file + ":3",
                        "kafka.retries|5|option -K",
                        "kafka.ssl.key.password|(a secret)|" + file + ":4")
                .hasSize(1 + Setting.values().length + 3);
        assertThat(out).doesNotContain(SECRET);
    }

    @Test
    void tellsProgramsTheSame() throws IOException {
        Path file = file("odradek.http.port=1\nkafka.sasl.jaas.config=x required password=\"" + SECRET + "\";\n");

        CommandRun run = CommandRun.of(
                "config", "--json", "--config=" + file, "--http-port=2", "-K", "my.token=" + SECRET, "-K", "retrys=1");

        assertThat(run.done()).doesNotContain(SECRET);
        JsonObject json = run.json();
        assertThat(json.keySet()).containsExactly("schema", "settings", "notes");
        assertThat(entry(json, "odradek.http.port"))
                .hasToString("{\"key\":\"odradek.http.port\",\"value\":\"2\",\"secret\":false,"
                        + "\"source\":{\"kind\":\"option\",\"where\":\"--http-port\"}}");
        assertThat(entry(json, "odradek.batch.max").get("source")).hasToString("{\"kind\":\"default\",\"where\":\"\"}");
        for (String secret : List.of("kafka.sasl.jaas.config", "kafka.my.token")) {
            assertThat(entry(json, secret).get("value").isJsonNull()).isTrue();
            assertThat(entry(json, secret).get("secret").getAsBoolean()).isTrue();
        }
        assertThat(json.getAsJsonArray("notes").asList().stream().map(JsonElement::getAsString))
                .containsExactly(
                        "odradek.http.port is \"2\" (option --http-port); ignored: \"1\" (" + file + ":1)",
                        "kafka.my.token (option -K): no client of Kafka knows it; it is passed on for plug-ins",
                        "kafka.retrys (option -K): no client of Kafka knows it (did you mean kafka.retries?); it is passed"
                                + " on for plug-ins");
        assertThat(run.err().lines()).hasSize(3).allMatch(line -> line.startsWith("streamer: note: "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--threads=0",
                "--http-port=eighty",
                "--config=no-such-file",
                "--http-token-file=no-such-file",
                "--model-trusted-keys=no-such-file",
                "--log-format=xml",
                "-Kconsumer.fetch.max.bytes=many",
                "-Kproducer.acks=perhaps",
                "-Kadmin.retries=-7",
                "-Kcommit.interval.ms=often",
                "-Kbootstrap.servers=a:1",
                "-Kssl.truststore.location=no-such-file",
                "-Kadmin.ssl.keystore.location=no-such-file",
                "-Ksasl.jaas.config=some.Module " + SECRET + ";",
                "-Kproducer.sasl.jaas.config=some.Module required password=" + SECRET,
                "-Krestore.consumer.sasl.jaas.config=some.Module required password=a " + SECRET + ";",
                "-Ksasl.jaas.config=some.Module required password=a " + SECRET + ";",
                "--http-prot=1"
            })
    void refusesWhatRunRefusesInOneLineWithTheSameCode(String wrong) {
        CommandRun config = CommandRun.of("config", wrong);
        CommandRun run = CommandRun.of("run", wrong);

        assertThat(config.code()).as(config.toString()).isEqualTo(ExitCode.WRONG_USAGE.code());
        assertThat(config.out()).isEmpty();
        assertThat(config.err() + run.err()).doesNotContain(SECRET);
        assertThat(run.code()).isEqualTo(config.code());
        assertThat(run.err().lines().findFirst()).isEqualTo(config.err().lines().findFirst());
        if (!wrong.contains("prot")) {
            assertThat(config.err().lines()).singleElement().asString().startsWith("streamer: ");
        }
    }

    @Test
    void leavesWhatKafkaFillsInToKafka() throws IOException {
        Path store = Files.createFile(dir.resolve("truststore"));
        Path file = file("login=some.Module required password=\"" + SECRET + "\";\nlocation=" + store + "\n");

        String out = CommandRun.of(
                        "config",
                        "-Kconfig.providers=file",
                        "-Kconfig.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider",
                        "-Kssl.truststore.location=${file:" + file + ":location}",
                        "-Ksasl.jaas.config=${file:" + file + ":login}")
                .done();

        assertThat(out).contains("${file:" + file + ":location}").doesNotContain(SECRET);
    }

    @Test
    void namesEveryExitCodeInItsHelp() {
        String help = CommandRun.of("--help").done().replaceAll("\\s+", " ");

        assertThat(Arrays.stream(ExitCode.values()))
                .allSatisfy(exit -> assertThat(help).contains(exit.code() + " " + exit.meaning()));
    }

    private static JsonObject entry(JsonObject json, String key) {
        return json.getAsJsonArray("settings").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(entry -> entry.get("key").getAsString().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("streamer.properties"), text);
    }
}
