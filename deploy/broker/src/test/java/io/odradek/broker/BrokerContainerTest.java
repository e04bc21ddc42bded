package io.odradek.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerContainerTest {
    @ParameterizedTest
    @CsvSource({
        "log.retention.ms, KAFKA_LOG_RETENTION_MS",
        "a_b.c-d, KAFKA_A__B_C___D",
    })
    void passesASettingAsTheImagesEntryPointReadsIt(String setting, String variable) {
        assertThat(BrokerContainer.variable(setting)).isEqualTo(variable);
    }
}
