package io.odradek.streamer.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArgmaxTest {
    @Test
    void isTheFirstOfTheLargest() {
        assertThat(Argmax.of(new float[] {0.1f, 0.4f, 0.1f, 0.4f})).isEqualTo(1);
        assertThat(Argmax.of(new float[] {1})).isZero();
    }

    @Test
    void isNoneWhereAnyIsNoNumberOrInfinite() {
        assertThat(Argmax.of(new float[] {0.9f, Float.NaN})).isNegative();
        assertThat(Argmax.of(new float[] {Float.POSITIVE_INFINITY, 0})).isNegative();
    }
}
