package io.odradek.streamer.kit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the predictions of a {@link SteadyLoad} as they arrive, and checks each: the next image of its partition, and the
 * probabilities that the version it names gives. Memory does not grow with the number of predictions, only with that of
 * the latencies in the open window. Thread-safe.
 */
public final class Arrivals implements AutoCloseable {
    private static final double TOLERANCE = 1e-4;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final float[][] expected;
    private final Thread thread = new Thread(this::run, "arrivals");
    /** Number of the image that must come next, by partition. */
    private final Map<Integer, Long> next = new HashMap<>();

    private final List<String> faults = new ArrayList<>();
    private final Set<Integer> versions = new TreeSet<>();
    private long[] latencies = new long[1 << 16];
    private int size;
    private long count;
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    private Arrivals(Cluster cluster, float[][] expected) {
        this.expected = expected;
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(IntStream.range(0, Cluster.PARTITIONS)
                .mapToObj(p -> new TopicPartition("predictions", p))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
    }

    /**
     * Starts at the beginning of the predictions.
     *
     * @param expected for each of the load's images what version 0 gives
     */
    public static Arrivals start(Cluster cluster, float[][] expected) {
        Arrivals arrivals = new Arrivals(cluster, expected);
        arrivals.thread.start();
        return arrivals;
    }

    private void run() {
        try {
            while (!stopping) {
                var records = consumer.poll(Duration.ofMillis(20));
                long now = System.nanoTime();
                records.forEach(record -> arrived(record, now));
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    /** What ended the thread ends the test that asks. */
    private void check() {
        if (failure != null) {
            throw new AssertionError("predictions are not read any more", failure);
        }
    }

    private synchronized void arrived(ConsumerRecord<byte[], byte[]> record, long now) {
        long number = header(record, SteadyLoad.NUMBER);
        JsonObject json = JsonParser.parseString(new String(record.value(), StandardCharsets.UTF_8))
                .getAsJsonObject();
        int version = json.getAsJsonObject("model").get("version").getAsInt();
        long due = next.getOrDefault(record.partition(), (long) record.partition());
        if (number != due) {
            faults.add("partition " + record.partition() + ": image " + number + " instead of " + due);
        }
        if (!isRight(json.getAsJsonArray("probabilities"), expected[(int) (number % expected.length)], version)) {
            faults.add("image " + number + " by version " + version + ": " + json);
        }
        next.put(record.partition(), number + Cluster.PARTITIONS);
        versions.add(version);
        count++;
        if (size == latencies.length) {
            latencies = Arrays.copyOf(latencies, 2 * size);
        }
        latencies[size++] = now - header(record, SteadyLoad.DUE);
    }

    private static boolean isRight(JsonArray probabilities, float[] original, int version) {
        for (int c = 0; c < original.length; c++) {
            float should = original[Math.floorMod(c - version, original.length)];
            if (!(Math.abs(probabilities.get(c).getAsFloat() - should) <= TOLERANCE)) {
                return false;
            }
        }
        return true;
    }

    private static long header(ConsumerRecord<byte[], byte[]> record, String name) {
        return ByteBuffer.wrap(record.headers().lastHeader(name).value()).getLong();
    }

    /** Ends the window that is open and opens the next: the latencies in nanoseconds, sorted. */
    public synchronized long[] window() {
        check();
        long[] window = Arrays.copyOf(latencies, size);
        Arrays.sort(window);
        size = 0;
        return window;
    }

    /** Predictions so far. */
    public synchronized long count() {
        check();
        return count;
    }

    /** What was wrong, in words; empty when each image was answered once, in order, and as its version would. */
    public synchronized List<String> faults() {
        check();
        return List.copyOf(faults);
    }

    /** The versions that answered. */
    public synchronized Set<Integer> versions() {
        check();
        return Set.copyOf(versions);
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
        check();
    }
}
