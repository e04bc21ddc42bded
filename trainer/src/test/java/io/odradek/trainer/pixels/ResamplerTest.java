package io.odradek.trainer.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Expected values are worked out by hand, or by the contract's formula word for word. */
class ResamplerTest {
    @Test
    void leavesAnImageOfTheRightSizeAsItIs() {
        byte[] planes = noise(3 * 5 * 7);

        assertThat(Resampler.resize(planes, 5, 7, 5, 7)).isEqualTo(planes);
        assertThat(Resampler.crop(planes, 5, 7, 5, 7)).isEqualTo(planes);
    }

    @Test
    void halvesWithWeightsOneThreeThreeOne() {
        // Result 0 of 2: weights 3, 3, 1 for sources 0 to 2; (3·10 + 3·20 + 1·90) / 7 = 25.7.
        // Result 1: weights 1, 3, 3; (20 + 3·90 + 3·200) / 7 = 127.1.
        byte[] row = {10, 20, 90, (byte) 200};

        assertThat(Resampler.resize(row, 1, 4, 1, 2)).containsExactly(26, 127);
        assertThat(Resampler.resize(row, 4, 1, 2, 1)).containsExactly(26, 127);
    }

    @Test
    void doublesWithWeightsThreeToOne() {
        // Between 0 and 100: 25 and 75; at the ends the nearest.
        assertThat(Resampler.resize(new byte[] {0, 100}, 1, 2, 1, 4)).containsExactly(0, 25, 75, 100);
    }

    @Test
    void roundsHalfUpwards() {
        assertThat(Resampler.resize(new byte[] {0, 1}, 1, 2, 1, 1)).containsExactly(1);
        assertThat(Resampler.resize(new byte[] {(byte) 254, (byte) 255}, 1, 2, 1, 1))
                .containsExactly((byte) 255);
    }

    @Test
    void cropsTheMiddleOfWhatCoversTheResult() {
        // 1x5 covers 1x2 as it is; of 5 columns the two from (5 - 2) / 2 = 1 on are left.
        assertThat(Resampler.crop(new byte[] {1, 2, 3, 4, 5}, 1, 5, 1, 2)).containsExactly(2, 3);
        assertThat(Resampler.crop(new byte[] {1, 2, 3, 4, 5}, 5, 1, 2, 1)).containsExactly(2, 3);
        // 2x6 covers 1x2 at half size, 1x3; of 3 columns the first two.
        byte[] wide = {0, 0, 60, 60, 90, 90, 0, 0, 60, 60, 90, 90};
        byte[] half = Resampler.resize(wide, 2, 6, 1, 3);
        assertThat(Resampler.crop(wide, 2, 6, 1, 2)).containsExactly(half[0], half[1]);
    }

    @Test
    void agreesWithTheFormulaForManySizes() {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            int height = 1 + random.nextInt(40);
            int width = 1 + random.nextInt(40);
            int toHeight = 1 + random.nextInt(40);
            int toWidth = 1 + random.nextInt(40);
            byte[] planes = noise(2 * height * width);

            byte[] found = Resampler.resize(planes, height, width, toHeight, toWidth);

            byte[] narrow = new byte[2 * height * toWidth];
            for (int line = 0; line < 2 * height; line++) {
                for (int i = 0; i < toWidth; i++) {
                    narrow[line * toWidth + i] = formula(planes, line * width, 1, width, toWidth, i);
                }
            }
            byte[] expected = new byte[2 * toHeight * toWidth];
            for (int at = 0; at < expected.length; at++) {
                int x = at % toWidth;
                int y = at / toWidth % toHeight;
                int plane = at / toWidth / toHeight;
                expected[at] = formula(narrow, plane * height * toWidth + x, toWidth, height, toHeight, y);
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void bearsTheLongestSides() {
        byte[] line = new byte[16_384];
        java.util.Arrays.fill(line, (byte) 255);

        assertThat(Resampler.resize(line, 16_384, 1, 1, 3)).containsOnly(255);
        assertThat(Resampler.crop(line, 1, 16_384, 4096, 2)).containsOnly(255);
        assertThat(Resampler.crop(line, 16_384, 1, 2, 4096)).containsOnly(255);
    }

    /** All sources, no bounds. */
    private static byte formula(byte[] samples, int at, int stride, int from, int to, int i) {
        long reach = 2L * Math.max(from, to);
        long sum = 0;
        long weights = 0;
        for (int j = 0; j < from; j++) {
            long weight = Math.max(0, reach - Math.abs((2L * j + 1) * to - (2L * i + 1) * from));
            sum += weight * (samples[at + j * stride] & 255);
            weights += weight;
        }
        return (byte) ((2 * sum + weights) / (2 * weights));
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
