package io.odradek.bench.process;

import io.odradek.bench.entry.Entry;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A running contestant. Between its turns its processes are stopped by a signal and take nothing. Used by one thread.
 *
 * @param entry what it is
 * @param processes all that work for it, the broker not among them
 */
public record Contestant(Entry entry, List<ChildProcess> processes) {
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** Copies. */
    public Contestant {
        processes = List.copyOf(processes);
    }

    /** Their ids. */
    public List<Long> pids() {
        return processes.stream().map(ChildProcess::pid).toList();
    }

    /** Throws the reason when one of its processes has ended. */
    public void requireAlive() {
        processes.forEach(ChildProcess::requireAlive);
    }

    /** Stops its processes where they are. */
    public void freeze() {
        signal("-STOP");
    }

    /** Lets them go on. */
    public void thaw() {
        signal("-CONT");
    }

    /** Ends them. */
    public void end() {
        thaw();
        processes.forEach(process -> process.stop(GRACE));
    }

    /** Processor time of all, in microseconds since their start. */
    public double processorMicros() {
        return ProcessorTime.of(pids());
    }

    /** The same of each thread; empty where the system does not tell. */
    public Map<Path, ProcessorTime.Used> threads() {
        return ProcessorTime.byThread(pids());
    }

    /** Memory of all in the operating system's eyes; empty where it does not tell. */
    public OptionalLong residentBytes() {
        return ProcessMemory.resident(pids());
    }

    /** What each kind of thread took since then, as a share of the sum. */
    public Map<String, Double> sharesSince(Map<Path, ProcessorTime.Used> before) {
        return ProcessorTime.shares(before, threads());
    }

    private void signal(String signal) {
        for (long pid : pids()) {
            try {
                int status = new ProcessBuilder("kill", signal, String.valueOf(pid))
                        .inheritIO()
                        .start()
                        .waitFor();
                if (status != 0) {
                    throw new Failure(entry.name() + " is gone");
                }
            } catch (IOException e) {
                throw new Failure("cannot run kill: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Failure.interrupted();
            }
        }
    }
}
