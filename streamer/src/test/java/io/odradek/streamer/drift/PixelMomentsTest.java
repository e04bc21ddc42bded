package io.odradek.streamer.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PixelMomentsTest {
    private final PixelMoments moments = new PixelMoments();

    @Test
    void samplesAreUnsigned() {
        moments.look(new byte[] {0, (byte) 255, 0, (byte) 255});

        assertThat(moments.mean()).isEqualTo(127.5);
        assertThat(moments.contrast()).isEqualTo(127.5);
    }

    @Test
    void isTheStandardDeviationOfTheWholeAndNotOfASample() {
        moments.look(new byte[] {2, 4, 4, 4, 5, 5, 7, 9});

        assertThat(moments.mean()).isEqualTo(5);
        assertThat(moments.contrast()).isEqualTo(2);
    }

    @Test
    void oneColourHasNoContrast() {
        byte[] grey = new byte[784];
        Arrays.fill(grey, (byte) 77);

        moments.look(grey);

        assertThat(moments.mean()).isEqualTo(77);
        assertThat(moments.contrast()).isZero();
    }

    @Test
    void theLargestTensorOverflowsNothing() {
        byte[] white = new byte[3 * 4096 * 4096];
        Arrays.fill(white, (byte) 255);

        moments.look(white);

        assertThat(moments.mean()).isEqualTo(255);
        assertThat(moments.contrast()).isZero();
    }

    @Test
    void allocatesNothing() {
        byte[] image = new byte[784];
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        moments.look(image);
        long before = threads.getCurrentThreadAllocatedBytes();

        for (int i = 0; i < 1_000; i++) {
            moments.look(image);
        }

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
    }
}
