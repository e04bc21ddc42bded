package io.odradek.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrainerExceptionTest {
    @Test
    void isOneLineThatWritesNothingElseToATerminal() {
        // When
        TrainerException failure = new TrainerException("made by J\u00f6rg\u001b[2J\u202e\n  at noon\u0007");

        // Then
        assertThat(failure).hasMessage("made by J\u00f6rg?[2J?; at noon?");
    }
}
