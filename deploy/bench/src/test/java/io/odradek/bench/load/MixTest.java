package io.odradek.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MixTest {
    private static final int IMAGES = 20_000;

    private final Mix mix = new Mix(pixels());

    @Test
    void someAreLargeAndFewAlmostFillARecord() {
        assertThat(share(40_000, 100_000)).isBetween(0.05, 0.07);
        assertThat(share(100_000, 500_000)).isBetween(0.007, 0.013);
        assertThat(share(500_000, 1_000_000)).isBetween(0.001, 0.003);
        assertThat(share(1_000_000, Integer.MAX_VALUE)).isZero();
    }

    @Test
    void someAreNoImages() {
        assertThat(share(0, 100)).isBetween(0.01, 0.03);
    }

    @Test
    void theSameNumberIsTheSameImage() {
        assertThat(mix.value(4_711)).isSameAs(mix.value(4_711));
    }

    private double share(int from, int to) {
        return LongStream.range(0, IMAGES)
                        .map(i -> mix.value(i).length)
                        .filter(bytes -> bytes >= from && bytes < to)
                        .count()
                / (double) IMAGES;
    }

    private static List<byte[]> pixels() {
        Random random = new Random(1);
        List<byte[]> pixels = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            byte[] image = new byte[784];
            random.nextBytes(image);
            pixels.add(image);
        }
        return pixels;
    }
}
