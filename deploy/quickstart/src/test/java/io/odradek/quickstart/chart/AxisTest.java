package io.odradek.quickstart.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void hasRoundTicksAroundTheValues() {
        Axis axis = Axis.around(0.243, 0.587, 5, 200, 0);

        assertThat(axis.ticks().stream().map(axis::label)).containsExactly("0.2", "0.3", "0.4", "0.5", "0.6");
        assertThat(axis.pixel(0.2)).isEqualTo(200);
        assertThat(axis.pixel(0.6)).isCloseTo(0, within(1e-9));
    }

    @Test
    void holdsASingleValue() {
        Axis axis = Axis.around(0.8, 0.8, 5, 200, 0);

        assertThat(axis.pixel(0.8)).isBetween(0.0, 200.0);
        assertThat(axis.ticks()).hasSizeGreaterThan(1);
    }
}
