package io.odradek.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
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

    /** Of each thread by kind, in microseconds; empty where there is no {@code /proc}. Those that have ended are missing. */
    static Map<String, Double> byThread(List<Long> pids) {
        Map<String, Double> kinds = new TreeMap<>();
        for (long pid : pids) {
            Path tasks = Path.of("/proc/" + pid + "/task");
            if (Files.isDirectory(tasks)) {
                each(tasks, thread -> addThread(thread.resolve("stat"), kinds));
            }
        }
        return kinds;
    }

    /** Of each of Java's compilers, by the path of its thread, in microseconds; empty where there is no {@code /proc}. */
    static Map<String, Double> compilers(List<Long> pids) {
        Map<String, Double> compilers = new HashMap<>();
        for (long pid : pids) {
            Path tasks = Path.of("/proc/" + pid + "/task");
            if (Files.isDirectory(tasks)) {
                each(tasks, thread -> {
                    Map<String, Double> kinds = new HashMap<>();
                    addThread(thread.resolve("stat"), kinds);
                    Double micros = kinds.get(COMPILER);
                    if (micros != null) {
                        compilers.put(thread.toString(), micros);
                    }
                });
            }
        }
        return compilers;
    }

    private static void each(Path tasks, Consumer<Path> thread) {
        try (Stream<Path> threads = Files.list(tasks)) {
            threads.forEach(thread);
        } catch (IOException e) {
            // The process has ended: whoever waits for its answers is told.
        }
    }

    private static void addThread(Path stat, Map<String, Double> kinds) {
        try {
            String line = new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1);
            int name = line.lastIndexOf(')');
            String[] fields = line.substring(name + 2).split(" ", -1);
            double ticks = Double.parseDouble(fields[USER]) + Double.parseDouble(fields[USER + 1]);
            kinds.merge(kind(line.substring(line.indexOf('(') + 1, name)), ticks * MICROS_A_TICK, Double::sum);
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

    /** What {@code after} has more than {@code before}, as shares of the sum. */
    static Map<String, Double> shares(Map<String, Double> before, Map<String, Double> after) {
        Map<String, Double> more = new HashMap<>();
        after.forEach((kind, micros) -> more.put(kind, Math.max(0, micros - before.getOrDefault(kind, 0.0))));
        double sum = more.values().stream().mapToDouble(Double::doubleValue).sum();
        more.replaceAll((kind, micros) -> sum == 0 ? 0 : micros / sum);
        return more;
    }
}
