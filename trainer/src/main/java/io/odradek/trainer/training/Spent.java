package io.odradek.trainer.training;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a training has cost.
 *
 * @param seconds wall time of its processes, from the start of each
 * @param cpuSeconds their processor time, all threads together
 */
public record Spent(double seconds, double cpuSeconds) {
    /** Nothing yet. */
    public static final Spent NOTHING = new Spent(0, 0);

    /** This sum and what the current process has spent since it was started. */
    public Spent andThisProcess() {
        long millis = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        long cpuNanos =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
        return new Spent(seconds + millis / 1e3, cpuSeconds + cpuNanos / 1e9);
    }
}
