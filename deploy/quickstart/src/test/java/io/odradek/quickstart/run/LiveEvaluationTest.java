package io.odradek.quickstart.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.quickstart.console.Console;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.measure.LiveAccuracy;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveEvaluationTest {
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    @Test
    void showsEachStepForwardUntilAllIsJudged() throws Exception {
        // Given
        Iterator<LiveAccuracy> readings = List.of(
                        LiveAccuracy.NONE, new LiveAccuracy(4, 3), new LiveAccuracy(4, 3), new LiveAccuracy(9, 8))
                .iterator();

        // When
        LiveAccuracy live = evaluation(readings::next, () -> {}).await(9, Duration.ofMinutes(1));

        // Then
        assertThat(live).isEqualTo(new LiveAccuracy(9, 8));
        assertThat(terminal.toString(StandardCharsets.UTF_8).lines().map(String::strip))
                .containsExactly("judged 4 of 9", "judged 9 of 9");
    }

    @Test
    void saysHowManyWereJudgedWhenNoMoreAre() {
        assertThatThrownBy(
                        () -> evaluation(() -> new LiveAccuracy(4, 3), () -> {}).await(9, Duration.ZERO))
                .isInstanceOf(Failure.class)
                .hasMessage("streamer evaluate has judged 4 of 9 predictions that have a label, and no more for 0 s"
                        + " (log: evaluate.log)");
    }

    @Test
    void endsWithWhoeverHasEnded() {
        Runnable dead = () -> {
            throw new Failure("streamer evaluate ended with status 1");
        };

        assertThatThrownBy(() -> evaluation(() -> LiveAccuracy.NONE, dead).await(9, Duration.ofMinutes(1)))
                .hasMessage("streamer evaluate ended with status 1");
    }

    private LiveEvaluation evaluation(LiveEvaluation.Reading reading, Runnable alive) {
        PrintStream out = new PrintStream(terminal, true, StandardCharsets.UTF_8);
        return new LiveEvaluation(new Console(out, out, false, 1), reading, alive, " (log: evaluate.log)");
    }
}
