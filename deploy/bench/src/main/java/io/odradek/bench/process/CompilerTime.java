package io.odradek.bench.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How long Java's compilers were at work in some processes, from the time at which this is made. While one compiles it has a
 * processor, and on two of them others wait; what has run for days compiles nothing. Immutable.
 */
public final class CompilerTime {
    private final List<Long> pids;
    private final long start = System.nanoTime();
    private final Map<Path, ProcessorTime.Used> before;

    /** @param pids of Java's machines */
    public CompilerTime(List<Long> pids) {
        this.pids = List.copyOf(pids);
        this.before = ProcessorTime.byThread(pids);
    }

    /** The share of the time of all processors, 0 to 1; 0 where the system does not tell. */
    public double share() {
        double elapsedMicros = (System.nanoTime() - start) / 1e3;
        return ProcessorTime.since(before, ProcessorTime.byThread(pids)).getOrDefault(ProcessorTime.COMPILER, 0.0)
                / elapsedMicros
                / Runtime.getRuntime().availableProcessors();
    }
}
