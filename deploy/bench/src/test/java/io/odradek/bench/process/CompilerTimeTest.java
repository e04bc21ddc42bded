package io.odradek.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompilerTimeTest {
    @Test
    void aCompilerThatHasEndedTakesNothingFromTheOthers() {
        Map<String, Double> before = Map.of("first", 500_000.0, "ended", 900_000.0);
        Map<String, Double> after = Map.of("first", 520_000.0, "new", 10_000.0);

        assertThat(CompilerTime.more(before, after)).isEqualTo(30_000);
    }

    @Test
    void isAShareOfTheTimeOfAllProcessors() {
        CompilerTime own = new CompilerTime(List.of(ProcessHandle.current().pid()));

        assertThat(own.share()).isBetween(0.0, 1.0);
    }

    @Test
    void aProcessThatIsNotThereCompilesNothing() {
        assertThat(new CompilerTime(List.of(Long.MAX_VALUE)).share()).isZero();
        assertThat(new CompilerTime(List.of()).share()).isZero();
    }
}
