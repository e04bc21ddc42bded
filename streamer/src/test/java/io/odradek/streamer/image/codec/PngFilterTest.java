package io.odradek.streamer.image.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@link PngCodecTest} reads rows behind every filter; here is what its pictures may not all hit. */
class PngFilterTest {
    @Test
    void findsTheNeighbourThatTheStandardNamesForAnyThree() {
        int others = 0;
        for (int left = 0; left < 256; left++) {
            for (int above = 0; above < 256; above++) {
                for (int corner = 0; corner < 256; corner++) {
                    others += PngFilter.paeth(left, above, corner) == standard(left, above, corner) ? 0 : 1;
                }
            }
        }

        assertThat(others).isZero();
    }

    /** ISO/IEC 15948, section 9.4, as written there. */
    private static int standard(int left, int above, int corner) {
        int guess = left + above - corner;
        int toLeft = Math.abs(guess - left);
        int toAbove = Math.abs(guess - above);
        int toCorner = Math.abs(guess - corner);
        if (toLeft <= toAbove && toLeft <= toCorner) {
            return left;
        }
        return toAbove <= toCorner ? above : corner;
    }
}
