package io.odradek.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void sumsRoundsUp() {
        Spread odd = Spread.of(List.of(5.0, 1.0, 3.0));
        Spread even = Spread.of(List.of(4.0, 1.0, 2.0, 10.0));

        assertThat(odd).isEqualTo(new Spread(3, 1, 5, List.of(5.0, 1.0, 3.0)));
        assertThat(even.median()).isEqualTo(3);
    }

    @Test
    void takesRatiosRoundByRoundSoThatASlowRoundCancelsOut() {
        Spread ours = Spread.of(List.of(60.0, 120.0, 62.0));
        Spread bound = Spread.of(List.of(50.0, 100.0, 50.0));

        assertThat(ours.over(bound).rounds()).containsExactly(1.2, 1.2, 1.24);
        assertThat(ours.over(bound).median()).isEqualTo(1.2);
    }

    @Test
    void addsAndComparesRoundByRound() {
        Spread one = Spread.of(List.of(1.0, 5.0));
        Spread other = Spread.of(List.of(2.0, 4.0));

        assertThat(one.plus(other).rounds()).containsExactly(3.0, 9.0);
        assertThat(one.least(other).rounds()).containsExactly(1.0, 4.0);
    }

    @Test
    void refusesFiguresThatDoNotGoTogether() {
        Spread two = Spread.of(List.of(1.0, 2.0));

        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> two.over(Spread.of(List.of(1.0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 rounds of the one, 1 of the other");
    }
}
