package io.odradek.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.broker.KafkaImage.Image;
import io.odradek.broker.KafkaImage.Missing;
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

    @Test
    void isAContainerWhereverAnImageIsThereUnlessItMustBeThisJvm() {
        Image image = new Image("kafka");

        assertThat(TestBrokers.image(BrokerPlace.AUTO, false, () -> image)).contains("kafka");
        assertThat(TestBrokers.image(BrokerPlace.CONTAINER, false, () -> image)).contains("kafka");
        assertThat(TestBrokers.image(BrokerPlace.IN_PROCESS, false, () -> {
                    throw new AssertionError("no need to ask the engine");
                }))
                .isEmpty();
    }

    @Test
    void isThisJvmWithoutAnImageButNeverWhereSomebodyAskedForAContainer() {
        Missing missing = new Missing("no engine answers: start one");

        assertThat(TestBrokers.image(BrokerPlace.AUTO, false, () -> missing)).isEmpty();
        assertThatThrownBy(() -> TestBrokers.image(BrokerPlace.CONTAINER, false, () -> missing))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no container for a broker: no engine answers: start one; or run with"
                        + " -Dkafka.broker=in-process");
        assertThatThrownBy(() -> TestBrokers.image(BrokerPlace.AUTO, true, () -> missing))
                .hasMessageStartingWith("no container for a broker: no engine answers");
    }
}
