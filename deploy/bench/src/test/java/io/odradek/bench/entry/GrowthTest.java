package io.odradek.bench.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GrowthTest {
    private static final int TURN = 60_000;

    private final Growth whole = new Growth(TURN, false);

    @Test
    void aMillionImagesInTheLargestTurn() {
        assertThat(whole.turns()).containsExactly(10_000, 30_000, 100_000, 300_000, 1_000_000);
    }

    @Test
    void oneThingGrowsAndAllElseStays() {
        assertThat(whole.partitions().entries()).extracting(Entry::partitions).containsExactly(1, 4, 16, 64);
        assertThat(whole.partitions().entries()).extracting(Entry::images).containsOnly(TURN);
        assertThat(whole.payload().entries())
                .extracting(entry -> entry.payload().side())
                .containsExactly(28, 28, 112, 252, 504);
        assertThat(whole.payload().entries()).extracting(Entry::net).containsOnly(NetName.RESIZE);
        assertThat(whole.model().entries())
                .extracting(Entry::net)
                .isEqualTo(whole.model().limits());
        assertThat(whole.instances().entries()).extracting(Entry::instances).containsExactly(1, 2, 3);
    }

    @Test
    void instancesHaveEqualSharesAndAThreadEach() {
        assertThat(whole.instances().entries()).allSatisfy(entry -> {
            assertThat(entry.partitions() % entry.instances()).isZero();
            assertThat(entry.settings()).containsEntry(Matrix.THREADS_SETTING, "1");
        });
    }

    @Test
    void whatTakesLongerGetsFewerImages() {
        assertThat(whole.model().entries())
                .extracting(Entry::images)
                .isSortedAccordingTo((a, b) -> Integer.compare(b, a))
                .last()
                .satisfies(images -> assertThat(images).isBetween(2_000, 2_500));
        assertThat(whole.payload().entries())
                .allSatisfy(entry -> assertThat((long) entry.images()
                                * entry.payload().side()
                                * entry.payload().side())
                        .isLessThanOrEqualTo(512_000_000L));
    }

    @Test
    void aBriefRunHasTwoPointsForEachLine() {
        Growth brief = new Growth(2_000, true);

        assertThat(brief.turns()).hasSize(2);
        assertThat(Stream.of(brief.partitions(), brief.model(), brief.instances()))
                .allSatisfy(series -> assertThat(series.entries()).hasSize(2));
        assertThat(brief.payload().entries().stream()
                        .filter(entry -> entry.payload().isNoisy()))
                .hasSize(2);
    }

    @Test
    void theMatrixHasProtocolsThreadsAndBatches() {
        List<Series> matrix = Matrix.series(TURN, false);

        assertThat(matrix).extracting(Series::name).containsExactly("protocol", "threads", "batch");
        assertThat(matrix.get(0).entries())
                .extracting(entry -> entry.settings().get("kafka.group.protocol"))
                .containsExactly("classic", "streams");
        assertThat(matrix.get(1).entries())
                .extracting(entry -> entry.settings().get("odradek.threads"))
                .containsExactly("1", "2", "4");
        assertThat(matrix.get(2).entries())
                .extracting(entry -> entry.settings().get("odradek.batch.max"))
                .containsExactly("1", "2", "4", "8", "16", "32", "64", "128", "256", "512");
    }

    @Test
    void eachContestantHasANameOfItsOwn() {
        List<Series> all = Stream.concat(
                        Matrix.series(TURN, false).stream(),
                        Stream.of(whole.partitions(), whole.payload(), whole.model(), whole.instances()))
                .toList();

        assertThat(all.stream().flatMap(series -> series.entries().stream()).map(Entry::name))
                .doesNotHaveDuplicates()
                .doesNotContain(Lineup.ODRADEK, whole.images().name());
    }
}
