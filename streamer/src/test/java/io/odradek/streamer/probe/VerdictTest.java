package io.odradek.streamer.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.contract.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
    @Test
    void isReadAsItWasWritten() {
        Verdict admitted = new Verdict.Admitted();

        assertThat(admitted.line()).isEqualTo("odradek-probe: admitted");
        assertThat(Verdict.of(List.of("before", admitted.line(), "behind"))).isEqualTo(admitted);
    }

    @ParameterizedTest
    @EnumSource
    void isReadAsItWasWrittenForARefusalToo(Stage stage) {
        Verdict refused = new Verdict.Refused(stage, "it: odd");

        assertThat(refused.line()).isEqualTo("odradek-probe: " + stage.tag() + " it: odd");
        assertThat(Verdict.of(List.of("before", refused.line(), new Verdict.Admitted().line())))
                .as("the first one holds")
                .isEqualTo(refused);
    }

    @Test
    void isNoneAmongOtherLines() {
        assertThat(Verdict.of(List.of())).isNull();
        assertThat(Verdict.of(
                        List.of("odradek-probe: admitted!", "odradek-probe: outputs", " odradek-probe: admitted")))
                .isNull();
    }
}
