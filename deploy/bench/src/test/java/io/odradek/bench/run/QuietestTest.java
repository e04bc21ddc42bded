package io.odradek.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.bench.measure.Latencies;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuietestTest {
    private final Latencies.Window first = new Latencies.Window(100, 1, 50, 60, 70);
    private final Latencies.Window second = new Latencies.Window(100, 2, 40, 50, 60);

    @Test
    void theFirstQuietWindowCounts() throws Exception {
        Iterator<Latencies.Measured> measured = List.of(
                        new Latencies.Measured(second, 0.1, 0),
                        new Latencies.Measured(first, 0.002, 0),
                        new Latencies.Measured(second, 0, 0))
                .iterator();

        assertThat(Quietest.chosen(3, measured::next).window()).isEqualTo(first);
        assertThat(measured).hasNext();
    }

    @Test
    void aCompilerAtWorkDisturbsAsAnotherMachineDoes() throws Exception {
        Iterator<Latencies.Measured> measured = List.of(
                        new Latencies.Measured(second, 0, 0.02),
                        new Latencies.Measured(second, 0.004, 0.002),
                        new Latencies.Measured(first, 0.002, 0.003))
                .iterator();

        assertThat(Quietest.chosen(3, measured::next).window()).isEqualTo(first);
    }

    @Test
    void ofWindowsOfWhichNoneIsQuietTheLeastDisturbedOneCountsWhateverItsLatency() throws Exception {
        Iterator<Latencies.Measured> measured = List.of(
                        new Latencies.Measured(second, 0.1, 0),
                        new Latencies.Measured(first, 0.05, 0),
                        new Latencies.Measured(second, 0.2, 0))
                .iterator();

        assertThat(Quietest.chosen(3, measured::next)).isEqualTo(new Latencies.Measured(first, 0.05, 0));
        assertThat(measured).isExhausted();
    }
}
