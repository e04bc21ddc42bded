package io.odradek.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.trainer.TrainerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSettingsTest {
    @TempDir
    Path dir;

    @Test
    void goesToThisMachineByDefault() {
        assertThat(KafkaSettings.of(null, null)).isEqualTo(new KafkaSettings("localhost:9092", Map.of()));
    }

    @Test
    void takesThePrefixedKeysOfAFileAndLeavesTheOthers() throws IOException {
        // Given
        Path file = file("kafka.bootstrap.servers=a:1\nkafka.security.protocol=SSL\nbatch.max=64\n");

        // When
        KafkaSettings settings = KafkaSettings.of(null, file);

        // Then
        assertThat(settings).isEqualTo(new KafkaSettings("a:1", Map.of("security.protocol", "SSL")));
    }

    @Test
    void prefersTheAddressOfTheCommandLine() throws IOException {
        assertThat(KafkaSettings.of("b:2", file("kafka.bootstrap.servers=a:1")).bootstrapServers())
                .isEqualTo("b:2");
    }

    @Test
    void letsTheUserOverrideDefaults() throws IOException {
        // When
        Map<String, Object> client =
                KafkaSettings.of("b:2", file("kafka.linger.ms=7")).over(Map.of("linger.ms", 0, "acks", "all"));

        // Then
        assertThat(client).isEqualTo(Map.of("linger.ms", "7", "acks", "all", "bootstrap.servers", "b:2"));
    }

    @Test
    void namesAFileThatIsMissing() {
        assertThatThrownBy(() -> KafkaSettings.of(null, dir.resolve("none")))
                .isInstanceOf(TrainerException.class)
                .hasMessage("cannot read " + dir.resolve("none")
                        + ": no such file or directory; check the option --config");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(dir.resolve("client.properties"), content);
    }

    @Test
    void tellsKafkasToolsThatTheClusterIsSecured() {
        assertThat(new KafkaSettings("kafka:9092", Map.of()).toolOptions()).isEqualTo("--bootstrap-server kafka:9092");
        assertThat(new KafkaSettings("kafka:9093", Map.of("security.protocol", "SASL_SSL")).toolOptions())
                .isEqualTo("--bootstrap-server kafka:9093 --command-config FILE");
    }
}
