package io.odradek.streamer.app;

import com.google.gson.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Writes to a topic how long images took, stage by stage, an interval after the other, for those who have no Prometheus:
 * also when there were none, so that a silent instance can be told from an idle one. Thread-safe; the owner closes it
 * after the flow.
 */
final class LatencyTopic implements AutoCloseable {
    private static final int SCHEMA = 1;

    private final Source source;
    private final TopicWriter topic;
    private final Clock clock;
    private final String instance;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "odradek-latency");
        thread.setDaemon(true);
        return thread;
    });
    /** Guarded by this. */
    private Instant from;

    /** Where the times come from. */
    interface Source {
        /** Those since it was asked last, by stage. */
        Map<String, Times> take();
    }

    /**
     * The times of one stage; where there are none, the percentiles say nothing.
     *
     * @param count how many there are
     * @param p50 half of them are at most as long, in seconds
     * @param p95 19 of 20
     * @param p99 99 of 100
     * @param p999 999 of 1,000
     */
    record Times(long count, double p50, double p95, double p99, double p999) {}

    /**
     * The first interval begins now. Takes the writer over.
     *
     * @param topic where to write
     * @param instance names this process
     */
    LatencyTopic(Source source, TopicWriter topic, Clock clock, String instance) {
        this.source = source;
        this.topic = topic;
        this.clock = clock;
        this.instance = instance;
        this.from = now();
    }

    /** Writes from now on. */
    void start(Duration interval) {
        Future<?> unused = executor.scheduleAtFixedRate(
                this::tell, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Writes one interval; never throws. */
    synchronized void tell() {
        try {
            Instant to = now();
            JsonObject json = new JsonObject();
            json.addProperty("schema", SCHEMA);
            json.addProperty("instance", instance);
            json.addProperty("from", from.toString());
            json.addProperty("to", to.toString());
            json.addProperty("unit", "seconds");
            JsonObject stages = new JsonObject();
            source.take().forEach((stage, times) -> stages.add(stage, json(times)));
            json.add("stages", stages);
            from = to;
            topic.write(json);
        } catch (RuntimeException e) {
            topic.unwritten(e);
        }
    }

    private static JsonObject json(Times times) {
        boolean any = times.count() > 0;
        JsonObject json = new JsonObject();
        json.addProperty("count", times.count());
        json.addProperty("p50", any ? times.p50() : null);
        json.addProperty("p95", any ? times.p95() : null);
        json.addProperty("p99", any ? times.p99() : null);
        json.addProperty("p999", any ? times.p999() : null);
        return json;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Writes the interval that was begun. */
    @Override
    public void close() {
        executor.shutdownNow();
        tell();
        topic.close();
    }
}
