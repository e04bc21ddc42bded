package io.odradek.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.bench.entry.Entry;
import io.odradek.bench.entry.Lineup;
import io.odradek.bench.entry.NetName;
import io.odradek.bench.entry.Payload;
import io.odradek.bench.entry.Program;
import io.odradek.bench.entry.Series;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final Effort HEADLINE = new Effort(5, OptionalInt.of(150_000), Duration.ofSeconds(30));
    private static final Effort MATRIX = new Effort(3, OptionalInt.empty(), Duration.ofSeconds(10));

    @Test
    void refusesALoadOrARateThatCannotBe() {
        assertThatThrownBy(() -> options(List.of(0.5, 1.0), List.of(), Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--loads has 1.0, allowed: above 0 and below 1");
        assertThatThrownBy(() -> options(List.of(0.5), List.of(0.5), Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--rates has 0.5, allowed: 1 to 1000000");
    }

    @Test
    void refusesAWarmUpThatNeverEnds() {
        assertThatThrownBy(() -> new Effort(5, OptionalInt.empty(), Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--longest-warm-up is 86400, allowed: 0 to 3600");
    }

    @Test
    void theMatrixWarmsUpForTwoTurnsTheHeadlineByImages() {
        Entry entry = entry("slow", 2_000);

        assertThat(HEADLINE.warmUp(entry)).isEqualTo(150_000);
        assertThat(MATRIX.warmUp(entry)).isEqualTo(4_000);
    }

    @Test
    void onlyThoseTakePartWhoWereAskedFor() {
        Series series = new Series("any", List.of(NetName.SEED), List.of(entry("a", 1), entry("b", 1)));

        Series chosen = options(List.of(), List.of(), Set.of("b")).chosen(series);

        assertThat(chosen.entries()).extracting(Entry::name).containsExactly("b");
        assertThat(chosen.limits()).containsExactly(NetName.SEED);
        assertThat(options(List.of(), List.of(), Set.of()).chosen(series)).isEqualTo(series);
    }

    @Test
    void thePromptPassThroughTakesPartWhereLatencyIsMeasured() {
        Series headline = Lineup.headline(1, List.of()).get(0);

        assertThat(options(EnumSet.of(Options.Part.THROUGHPUT)).chosen(headline).entries())
                .extracting(Entry::name)
                .contains(Lineup.PASS_THROUGH)
                .doesNotContain(Lineup.PROMPT, Lineup.PROMPT_EXACTLY_ONCE);
        assertThat(options(Options.Part.HEADLINE).chosen(headline)).isEqualTo(headline);
    }

    @Test
    void aRunHasAStepForEachSeriesOfItsParts() {
        assertThat(Bench.steps(Options.Part.HEADLINE)).isEqualTo(5);
        assertThat(Bench.steps(EnumSet.of(Options.Part.MATRIX))).isEqualTo(3);
        assertThat(Bench.steps(EnumSet.of(Options.Part.SCALE))).isEqualTo(5);
    }

    private static Entry entry(String name, int images) {
        return new Entry(name, Program.ODRADEK, NetName.SEED, Payload.RAW, images);
    }

    private static Options options(List<Double> loads, List<Double> rates, Set<String> only) {
        return options(loads, rates, only, Options.Part.HEADLINE);
    }

    private static Options options(Set<Options.Part> parts) {
        return options(List.of(), List.of(), Set.of(), parts);
    }

    private static Options options(List<Double> loads, List<Double> rates, Set<String> only, Set<Options.Part> parts) {
        Path any = Path.of("any");
        return new Options(
                any, any, any, any, any, HEADLINE, MATRIX, false, 60_000, 10, loads, rates, parts, only, List.of());
    }
}
