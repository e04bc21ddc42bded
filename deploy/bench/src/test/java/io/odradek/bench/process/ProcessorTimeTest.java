package io.odradek.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.bench.process.ProcessorTime.Used;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
    private static final Path STREAM = Path.of("1");
    private static final Path COMPILER = Path.of("2");
    private static final Path ENDED = Path.of("3");
    private static final Path NEW = Path.of("4");

    private final Map<Path, Used> before = Map.of(
            STREAM, new Used("application", 1_000),
            COMPILER, new Used(ProcessorTime.COMPILER, 500),
            ENDED, new Used(ProcessorTime.COMPILER, 900));
    private final Map<Path, Used> after = Map.of(
            STREAM, new Used("application", 1_060),
            COMPILER, new Used(ProcessorTime.COMPILER, 520),
            NEW, new Used(ProcessorTime.COMPILER, 20));

    @Test
    void aThreadThatHasEndedTakesNothingFromTheOthersOfItsKind() {
        assertThat(ProcessorTime.since(before, after))
                .isEqualTo(Map.of("application", 60.0, ProcessorTime.COMPILER, 40.0));
    }

    @Test
    void sharesAreOfWhatAllThreadsTook() {
        assertThat(ProcessorTime.shares(before, after))
                .isEqualTo(Map.of("application", 0.6, ProcessorTime.COMPILER, 0.4));
        assertThat(ProcessorTime.shares(before, before))
                .allSatisfy((kind, share) -> assertThat(share).isZero());
    }

    @Test
    void findsTheCompilersOfThisJava() {
        assertThat(ProcessorTime.byThread(List.of(ProcessHandle.current().pid()))
                        .values())
                .anySatisfy(used -> {
                    assertThat(used.kind()).isEqualTo(ProcessorTime.COMPILER);
                    assertThat(used.micros()).isPositive();
                });
    }

    @Test
    void aProcessThatIsNotThereHasNoThreads() {
        assertThat(ProcessorTime.byThread(List.of(Long.MAX_VALUE))).isEmpty();
    }
}
