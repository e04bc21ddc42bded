package io.odradek.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelIdTest {
    @Test
    void joinsNameAndVersionToAKey() {
        assertThat(new ModelId("fashion-mnist", "20261124-042000").key()).isEqualTo("fashion-mnist@20261124-042000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "-dash", "a@b", "a b", "a/b"})
    void refusesOtherNames(String name) {
        assertThatThrownBy(() -> new ModelId(name, "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model name '" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".1", "a@b", "1 2"})
    void refusesOtherVersions(String version) {
        assertThatThrownBy(() -> new ModelId("m", version))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model version '" + version + "'");
    }

    @Test
    void takesSixtyFourCharactersAndNoMore() {
        assertThat(new ModelId("a".repeat(64), "B".repeat(64)).key()).hasSize(129);
        assertThatThrownBy(() -> new ModelId("a".repeat(65), "1")).isInstanceOf(IllegalArgumentException.class);
    }
}
