package io.odradek.streamer.plan.profile;

import java.time.Instant;
import java.util.List;

/**
 * What a benchmark measured of one model on one machine.
 *
 * @param measured when and on what
 * @param guarantee {@code at_least_once} or {@code exactly_once_v2}
 * @param model which model
 * @param imageBytes mean size of an image's record value, 1 to 1e9
 * @param predictionBytes mean size of a prediction's, 1 to 1e9
 * @param cpuMicros processor time an image at full load
 * @param imagesPerSecond what one stream thread sustains, 0.001 to 1e9
 * @param threads stream threads that were measured together, 1 to 256
 * @param memory at full load
 * @param latencies none, or some, in the order of rising loads
 */
public record Profile(
        Measured measured,
        String guarantee,
        Model model,
        double imageBytes,
        double predictionBytes,
        CpuMicros cpuMicros,
        double imagesPerSecond,
        int threads,
        Memory memory,
        List<Latency> latencies) {
    private static final double MOST = 1e9;
    private static final double MOST_MEMORY = 1e13;
    private static final int MOST_LATENCIES = 1_000;
    private static final int MOST_THREADS = 256;
    private static final int MOST_PROCESSORS = 65_536;
    private static final double LEAST_PARTS = 0.001;

    /** Checks. @throws IllegalArgumentException names the field, its value and what is allowed */
    public Profile {
        if (!guarantee.equals("at_least_once") && !guarantee.equals("exactly_once_v2")) {
            throw new IllegalArgumentException(
                    "guarantee is \"" + guarantee + "\", allowed: at_least_once, exactly_once_v2");
        }
        Allowed.range("imageBytes", imageBytes, 1, MOST);
        Allowed.range("predictionBytes", predictionBytes, 1, MOST);
        Allowed.range("perThread.imagesPerSecond", imagesPerSecond, LEAST_PARTS, MOST);
        Allowed.range("threads", threads, 1, MOST_THREADS);
        latencies = List.copyOf(latencies);
        Allowed.range("number of entries in latency", latencies.size(), 0, MOST_LATENCIES);
        for (int i = 0; i < latencies.size(); i++) {
            latencies
                    .get(i)
                    .check(
                            "latency[" + i + "]",
                            i == 0 ? 0 : latencies.get(i - 1).load());
        }
    }

    /**
     * When it was measured, and on what.
     *
     * @param at the time
     * @param processor its name, 1 to 200 characters
     * @param cpus how many, 1 to 65536
     * @param java version
     * @param odradek version
     */
    public record Measured(Instant at, String processor, int cpus, String java, String odradek) {
        /** Checks. @throws IllegalArgumentException names the field, its value and what is allowed */
        public Measured {
            Allowed.text("measured.processor", processor);
            Allowed.range("measured.cpus", cpus, 1, MOST_PROCESSORS);
            Allowed.text("measured.java", java);
            Allowed.text("measured.odradek", odradek);
        }
    }

    /**
     * The model.
     *
     * @param name its name
     * @param version its version
     * @param bytes size of its file, 1 to 1e9
     * @param inputBytes of one image's tensor, 1 to 1e9
     */
    public record Model(String name, String version, double bytes, double inputBytes) {
        /** Checks. @throws IllegalArgumentException names the field, its value and what is allowed */
        public Model {
            Allowed.text("model.name", name);
            Allowed.text("model.version", version);
            Allowed.range("model.bytes", bytes, 1, MOST);
            Allowed.range("model.inputBytes", inputBytes, 1, MOST);
        }
    }

    /**
     * Processor time an image, in microseconds, at full load, 0.001 to 1e9.
     *
     * @param streamer of the whole process
     * @param broker of the one broker
     */
    public record CpuMicros(double streamer, double broker) {
        /** Checks. @throws IllegalArgumentException names the field, its value and what is allowed */
        public CpuMicros {
            Allowed.range("cpuMicros.streamer", streamer, LEAST_PARTS, MOST);
            Allowed.range("cpuMicros.broker", broker, LEAST_PARTS, MOST);
        }
    }

    /**
     * Memory in bytes, each 1 to 1e13.
     *
     * @param heapBytes greatest size of Java's heap
     * @param residentBytes of the whole process at full load
     */
    public record Memory(double heapBytes, double residentBytes) {
        /** Checks. @throws IllegalArgumentException names the field, its value and what is allowed */
        public Memory {
            Allowed.range("memory.heapBytes", heapBytes, 1, MOST_MEMORY);
            Allowed.range("memory.residentBytes", residentBytes, 1, MOST_MEMORY);
        }
    }
}
