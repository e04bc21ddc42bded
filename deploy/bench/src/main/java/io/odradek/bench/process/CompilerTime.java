package io.odradek.bench.process;

import java.util.List;

/**
 * How long Java's compilers were at work in some processes, from the time at which this is made. While one compiles it has a
 * processor, and on two of them others wait; what has run for days compiles nothing. Immutable.
 */
public final class CompilerTime {
    private final List<Long> pids;
    private final long start = System.nanoTime();
    private final double before;

    /** @param pids of Java's machines */
    public CompilerTime(List<Long> pids) {
        this.pids = List.copyOf(pids);
        this.before = micros();
    }

    /** The share of the time of all processors, 0 to 1; 0 where the system does not tell. */
    public double share() {
        double elapsedMicros = (System.nanoTime() - start) / 1e3;
        return Math.max(0, micros() - before)
                / elapsedMicros
                / Runtime.getRuntime().availableProcessors();
    }

    private double micros() {
        return ProcessorTime.byThread(pids).getOrDefault(ProcessorTime.COMPILER, 0.0);
    }
}
