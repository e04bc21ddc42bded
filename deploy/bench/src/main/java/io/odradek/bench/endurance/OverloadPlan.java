package io.odradek.bench.endurance;

import io.odradek.bench.entry.NetName;
import java.time.Duration;

/**
 * How an overload goes.
 *
 * @param net so expensive that a sender on the same processors can send many times what the streamer sustains
 * @param times what it sustains, 2 to 100
 * @param overload how long
 * @param load share of what it sustains that is normal, above 0 and at most 0.8
 * @param window how long latency is measured before and after
 * @param warmUp how long bursts go on before one counts, at least
 * @param burst how long the burst that counts takes, about
 * @param heapMebibytes of the streamer
 * @param residentMebibytes that its process may take in all
 * @param judged whether time and memory are judged, not only what became of the images
 */
public record OverloadPlan(
        NetName net,
        double times,
        Duration overload,
        double load,
        Duration window,
        Duration warmUp,
        Duration burst,
        int heapMebibytes,
        int residentMebibytes,
        boolean judged) {
    private static final int HEAP_MEBIBYTES = 512;
    /** Java's own memory, its compilers', the threads', ONNX Runtime's. */
    private static final int BESIDE_MEBIBYTES = 256;

    /** @throws IllegalArgumentException names the option that is out of range */
    public OverloadPlan {
        require("--times", times, 2, 100);
        require("--seconds", (double) overload.toSeconds(), 1, 3_600);
        require("--load", load, 0.01, 0.8);
    }

    /** The real one. */
    public static OverloadPlan of(double times, Duration overload, double load) {
        return new OverloadPlan(
                NetName.CONVOLUTION_150,
                times,
                overload,
                load,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                HEAP_MEBIBYTES,
                HEAP_MEBIBYTES + BESIDE_MEBIBYTES,
                true);
    }

    /** One that shows only that everything works. */
    public static OverloadPlan brief() {
        return new OverloadPlan(
                NetName.CONVOLUTION_50,
                3,
                Duration.ofSeconds(1),
                0.3,
                Duration.ofSeconds(1),
                Duration.ZERO,
                Duration.ofMillis(500),
                HEAP_MEBIBYTES,
                HEAP_MEBIBYTES + BESIDE_MEBIBYTES,
                false);
    }

    /** Options of the streamer's Java; a brief run ends before the better compiler has brought anything. */
    String java() {
        return "-Xmx" + heapMebibytes + "m" + (judged ? "" : " -XX:TieredStopAtLevel=1");
    }

    private static void require(String option, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    option + " is " + number(value) + ", allowed: " + number(least) + " to " + number(most));
        }
    }

    private static String number(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}
