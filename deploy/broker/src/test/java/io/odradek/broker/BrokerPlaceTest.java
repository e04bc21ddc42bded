package io.odradek.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerPlaceTest {
    @ParameterizedTest
    @CsvSource({"auto, AUTO", "container, CONTAINER", "in-process, IN_PROCESS"})
    void isWhatThePropertySays(String value, BrokerPlace place) {
        assertThat(BrokerPlace.of(value)).isEqualTo(place);
    }

    @Test
    void isAutoWithoutTheProperty() {
        assertThat(BrokerPlace.of(null)).isEqualTo(BrokerPlace.AUTO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "docker", "Container", "in_process", " auto"})
    void refusesAnyOtherValueAndNamesThoseThatAreAllowed(String value) {
        assertThatThrownBy(() -> BrokerPlace.of(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kafka.broker is \"" + value + "\", not one of auto, container, in-process");
    }
}
