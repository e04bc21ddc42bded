package io.odradek.streamer.app;

import com.google.gson.JsonObject;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.metrics.Latencies;
import io.odradek.streamer.metrics.LatencyStage;
import io.odradek.streamer.metrics.StreamerMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Writes to a topic how long images took, stage by stage, an interval after the other, for those who have no Prometheus:
 * also when there were none, so that a silent instance can be told from an idle one. Thread-safe; the owner closes it
 * after the flow.
 */
final class LatencyTopic implements Pulse.Listener, AutoCloseable {
    private static final int SCHEMA = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TopicWriter topic;
    private final Clock clock;
    private final String instance;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "odradek-latency");
        thread.setDaemon(true);
        return thread;
    });
    /** Of the interval, in nanoseconds. */
    private final Map<LatencyStage, Histogram> stages = new EnumMap<>(LatencyStage.class); // guarded by this

    private Instant from; // guarded by this

    /**
     * The first interval begins now. Takes the writer over.
     *
     * @param topic where to write
     * @param instance names this process
     */
    LatencyTopic(TopicWriter topic, Clock clock, String instance) {
        this.topic = topic;
        this.clock = clock;
        this.instance = instance;
        this.from = now();
        for (LatencyStage stage : LatencyStage.values()) {
            stages.put(stage, Latencies.empty());
        }
    }

    /**
     * Writes from now on, where latency is told at all.
     *
     * @param kafka the settings of the producer
     * @return what is to be closed
     */
    static Optional<AutoCloseable> start(
            StreamerConfig config, StreamsConfig kafka, Pulse pulse, StreamerMetrics metrics) {
        if (config.topics().latency().isEmpty()) {
            return Optional.empty();
        }
        TopicWriter writer = new TopicWriter(
                TopicWriter.producer(kafka.getProducerConfigs("odradek-latency")),
                config.topics().latency(),
                config.instance(),
                metrics::latencyFailed);
        LatencyTopic latency = new LatencyTopic(writer, Clock.systemUTC(), config.instance());
        pulse.listen(latency);
        latency.start(config.observation().latencyInterval());
        return Optional.of(() -> {
            // The rest of the last second.
            pulse.beat();
            latency.close();
        });
    }

    /** Writes from now on. */
    void start(Duration interval) {
        Future<?> unused = executor.scheduleAtFixedRate(
                this::tell, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void second(Instant at, Map<LatencyStage, Histogram> latencies) {
        latencies.forEach(
                (stage, second) -> Objects.requireNonNull(stages.get(stage)).add(second));
    }

    /** Writes one interval; never throws. */
    void tell() {
        try {
            topic.write(interval());
        } catch (RuntimeException e) {
            topic.unwritten(e);
        }
    }

    private synchronized JsonObject interval() {
        Instant to = now();
        JsonObject json = new JsonObject();
        json.addProperty("schema", SCHEMA);
        json.addProperty("instance", instance);
        json.addProperty("from", from.toString());
        json.addProperty("to", to.toString());
        json.addProperty("unit", "seconds");
        JsonObject each = new JsonObject();
        stages.forEach((stage, times) -> {
            each.add(stage.tag(), json(times));
            times.reset();
        });
        json.add("stages", each);
        from = to;
        return json;
    }

    private static JsonObject json(Histogram times) {
        JsonObject json = new JsonObject();
        json.addProperty("count", times.getTotalCount());
        add(json, "p50", times, 50);
        add(json, "p95", times, 95);
        add(json, "p99", times, 99);
        add(json, "p999", times, 99.9);
        return json;
    }

    private static void add(JsonObject json, String name, Histogram times, double percentile) {
        json.addProperty(
                name, times.getTotalCount() == 0 ? null : (Number) (times.getValueAtPercentile(percentile) / NANOS));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Writes the interval that was begun, unless Kafka lets it wait. */
    @Override
    public void close() {
        executor.execute(this::tell);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
        topic.close();
    }
}
