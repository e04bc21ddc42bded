package io.odradek.streamer.deadletters.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OffsetsTest {
    @Test
    void knowsEachOffsetOnceWhereTheyLieCloseAndFarApart() {
        Random random = new Random(20_261_130);
        Offsets offsets = new Offsets();
        Set<Long> expected = new HashSet<>();
        for (int i = 0; i < 40_000; i++) {
            long offset = i % 2 == 0 ? random.nextInt(20_000) : random.nextLong() >>> 20;
            assertThat(offsets.add(offset)).isEqualTo(expected.add(offset));
        }

        for (long offset = 0; offset < 20_000; offset++) {
            assertThat(offsets.contains(offset)).isEqualTo(expected.contains(offset));
        }
        assertThat(expected).allMatch(offsets::contains);
    }

    @Test
    void takesNoBitForEachOffsetBetweenThemWhereTheyAreFew() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Offsets offsets = new Offsets();
        long before = threads.getCurrentThreadAllocatedBytes();

        for (long i = 0; i < 10_000; i++) {
            offsets.add(20_000 * i);
        }

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(200 * 10_000);
    }
}
