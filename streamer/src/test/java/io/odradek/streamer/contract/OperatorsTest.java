package io.odradek.streamer.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorsTest {
    @ParameterizedTest
    @ValueSource(strings = {"Abs", "Constant", "Conv", "If", "Upsample", "Xor"})
    void servesOperatorsOfTheStandard(String operator) {
        assertThatCode(() -> Operators.check(operator)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Loop | the graph has a loop (Loop), which is not served",
                "Scan | the graph has a loop (Scan), which is not served",
                "SequenceMap | the graph has a loop (SequenceMap), which is not served",
                "OneHot | the graph uses the operator OneHot, which is not served",
                "relu | the graph uses the operator relu, which is not served",
                "'' | the graph uses the operator , which is not served"
            })
    void servesNoLoopsNorWhatItDoesNotKnow(String operator, String why) {
        assertThatThrownBy(() -> Operators.check(operator))
                .hasMessage(why)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.stage()).isEqualTo(Stage.PROTOBUF));
    }

    @ParameterizedTest
    @CsvSource({
        "Flatten, -2147483648",
        "Flatten, 2147483647",
        "GatherND, 0",
        "GatherND, 2147483647",
        "Constant, 9223372036854775807",
        "Constant, -9223372036854775808"
    })
    void takesWholeNumbersOf32BitsAndAnyInAConstant(String operator, long value) {
        assertThatCode(() -> Operators.check(operator, "n", value)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "Flatten, -2147483649, -2147483648",
        "Flatten, 2147483648, -2147483648",
        "GatherND, -1, 0",
        "GatherND, 2147483648, 0"
    })
    void refusesWholeNumbersThatTheRuntimeWouldCutOff(String operator, long value, long least) {
        assertThatThrownBy(() -> Operators.check(operator, "n", value))
                .isInstanceOf(RefusedException.class)
                .hasMessage("the operator " + operator + " has \"n\" set to " + value + ", allowed: " + least
                        + " to 2147483647");
    }

    @Test
    void knowsWhichInputsDecideASize() {
        assertThat(Operators.decidesSize("Pad", 0)).isFalse();
        assertThat(Operators.decidesSize("Pad", 1)).isTrue();
        assertThat(Operators.decidesSize("Pad", 2)).isFalse();
        assertThat(Operators.decidesSize("Pad", 3)).isTrue();
        assertThat(Operators.decidesSize("MelWeightMatrix", 4)).isTrue();
        assertThat(Operators.decidesSize("Upsample", 1)).isTrue();
        assertThat(Operators.decidesSize("Relu", 0)).isFalse();
    }

    @Test
    void knowsWhatTellsASizeAlone() {
        assertThat(Operators.tellsSize("Shape")).isTrue();
        assertThat(Operators.tellsSize("Size")).isTrue();
        assertThat(Operators.tellsSize("SequenceLength")).isTrue();
        assertThat(Operators.tellsSize("Reshape")).isFalse();
    }
}
