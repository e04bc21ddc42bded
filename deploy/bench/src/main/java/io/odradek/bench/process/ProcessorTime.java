package io.odradek.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Processor time as the operating system counts it, user and system. Stateless. */
public final class ProcessorTime {
    /** The kind of the threads of Java's compilers. */
    public static final String COMPILER = "compiler";

    /** The kind of the threads that collect garbage. */
    public static final String GARBAGE = "garbage collection";

    private static final double MICROS_A_TICK = 1e4;
    /** Behind the name in brackets: state is the first, user time the twelfth, system time the thirteenth. */
    private static final int USER = 11;

    private ProcessorTime() {}

    /** Of these processes, in microseconds since their start. */
    public static double of(List<Long> pids) {
        return pids.stream()
                .mapToDouble(pid -> ProcessHandle.of(pid)
                                .flatMap(handle -> handle.info().totalCpuDuration())
                                .orElseThrow(() -> new IllegalStateException("process " + pid + " has ended"))
                                .toNanos()
                        / 1e3)
                .sum();
    }

    /**
     * What a thread has taken.
     *
     * @param kind such as {@link #COMPILER}
     * @param micros processor time since its start
     */
    public record Used(String kind, double micros) {}

    /** Of each thread of these processes; empty where there is no {@code /proc}. */
    static Map<Path, Used> byThread(List<Long> pids) {
        Map<Path, Used> threads = new HashMap<>();
        for (long pid : pids) {
            Path tasks = Path.of("/proc/" + pid + "/task");
            if (Files.isDirectory(tasks)) {
                add(tasks, threads);
            }
        }
        return threads;
    }

    private static void add(Path tasks, Map<Path, Used> threads) {
        try (Stream<Path> each = Files.list(tasks)) {
            each.forEach(thread -> addThread(thread, threads));
        } catch (IOException e) {
            // The process has ended: whoever waits for its answers is told.
        }
    }

    private static void addThread(Path thread, Map<Path, Used> threads) {
        try {
            String line = new String(Files.readAllBytes(thread.resolve("stat")), StandardCharsets.ISO_8859_1);
            int name = line.lastIndexOf(')');
            String[] fields = line.substring(name + 2).split(" ", -1);
            double ticks = Double.parseDouble(fields[USER]) + Double.parseDouble(fields[USER + 1]);
            threads.put(thread, new Used(kind(line.substring(line.indexOf('(') + 1, name)), ticks * MICROS_A_TICK));
        } catch (IOException e) {
            // This thread has ended meanwhile.
        }
    }

    /** By Java's names for its own threads and Kafka's for its, of which Linux keeps 15 characters. */
    private static String kind(String name) {
        if (name.startsWith("GC Thread")
                || name.startsWith("G1 ")
                || name.startsWith("ParGC")
                || name.equals("VM Thread")) {
            return GARBAGE;
        }
        if (name.startsWith("C1 ") || name.startsWith("C2 ") || name.startsWith("Sweeper")) {
            return COMPILER;
        }
        if (name.startsWith("kafka-producer")) {
            return "producer";
        }
        return "application";
    }

    /**
     * What {@code after} has more than {@code before}, by kind, in microseconds. Thread by thread: Java ends compilers that have
     * nothing to do, and what they took before must not hide what others take.
     */
    static Map<String, Double> since(Map<Path, Used> before, Map<Path, Used> after) {
        Map<String, Double> more = new HashMap<>();
        after.forEach((thread, used) -> {
            Used then = before.get(thread);
            more.merge(used.kind(), used.micros() - (then == null ? 0 : then.micros()), Double::sum);
        });
        return more;
    }

    /** The same as shares of the sum. */
    static Map<String, Double> shares(Map<Path, Used> before, Map<Path, Used> after) {
        Map<String, Double> more = since(before, after);
        double sum = more.values().stream().mapToDouble(Double::doubleValue).sum();
        more.replaceAll((kind, micros) -> sum == 0 ? 0 : micros / sum);
        return more;
    }
}
