package io.odradek.streamer.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the end of a probe says of a file; {@code ProcessProbeTest} has real ones. */
class EndingTest {
    private static final long BYTES = 512 << 20;

    @Test
    void passesAFileThatWasAdmitted() {
        Ending ending = new Ending(0, List.of("the runtime says this and that", new Verdict.Admitted().line()));

        assertThatCode(() -> ending.judge(BYTES)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void refusesAtTheStageAtWhichTheProbeDid(Stage stage) {
        RefusedException refused = refused(0, "noise", new Verdict.Refused(stage, "it is odd").line());

        assertThat(refused).hasMessage("it is odd");
        assertThat(refused.stage()).isEqualTo(stage);
        assertThat(refused.isForNow()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1", "127", "128"})
    void takesNoVerdictOfAProcessThatFailed(int exitCode) {
        assertThat(refused(exitCode, new Verdict.Admitted().line()))
                .hasMessage("the process that tries it ends without a verdict (code " + exitCode + ")");
        assertThat(refused(exitCode, new Verdict.Refused(Stage.OUTPUT, "no").line()))
                .hasMessage("the process that tries it ends without a verdict (code " + exitCode + ")");
    }

    @Test
    void refusesAFileOfWhichTheProcessSaysNothing() {
        RefusedException refused = refused(0, "odradek-probe: ", "admitted");

        assertThat(refused).hasMessage("the process that tries it ends without a verdict (code 0)");
        assertThat(refused.stage()).isEqualTo(Stage.PROBE);
        assertThat(refused.isForNow()).isFalse();
    }

    @Test
    void blamesTheFileForASignalOrACrashAndSaysWhere() {
        assertThat(refused(129)).hasMessage("the runtime crashes on it, or takes more than 512 MiB (code 129)");
        assertThat(refused(1, "#", "# A fatal error has been detected", "# C  [libonnx.so+0x1]", "# C  another"))
                .hasMessage("the runtime crashes on it, or takes more than 512 MiB (code 1: # C  [libonnx.so+0x1])");
        assertThat(refused(3, "a line", "Error: no memory\u001b"))
                .hasMessage("the process that tries it ends without a verdict (code 3: Error: no memory?)");
    }

    @Test
    void blamesTheMachineForAKill() {
        RefusedException refused = refused(137, new Verdict.Admitted().line());

        assertThat(refused).hasMessage("the process that tries it was killed (code 137): is memory short?");
        assertThat(refused.isForNow()).isTrue();
        assertThat(refused.stage()).isEqualTo(Stage.PROBE);
    }

    @Test
    void knowsWhetherItsTimeWasUp() {
        assertThat(new Ending(152, List.of()).isTimeUp()).isTrue();
        assertThat(new Ending(137, List.of()).isTimeUp()).isFalse();
    }

    private static RefusedException refused(int exitCode, String... output) {
        return catchThrowableOfType(RefusedException.class, () -> new Ending(exitCode, List.of(output)).judge(BYTES));
    }
}
