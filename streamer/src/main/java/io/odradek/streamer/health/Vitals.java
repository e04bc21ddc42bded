package io.odradek.streamer.health;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.topics.PartitionOffsets;
import io.odradek.streamer.topology.Progress.Place;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at Kafka and at the stream threads every two seconds, on a thread of its own, and keeps what it saw: a report asks
 * nobody and waits for nobody. Thread-safe; the owner closes it.
 */
public final class Vitals implements AutoCloseable {
    private static final long LOOK_MILLIS = 2_000;
    private static final double MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Vitals.class);

    private final Limits limits;
    private final Supplier<Map<TopicPartition, Place>> source;
    private final Consumer<String> error;
    private final KafkaSilence silence;
    private final LagWatch lag;
    private final StuckThreads stuckThreads;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "odradek-vitals");
        thread.setDaemon(true);
        return thread;
    });

    private volatile Supplier<List<Polling>> threads = List::of;
    private volatile List<Polling> seen = List.of();
    private volatile String stuck = "";
    // Of the thread that looks.
    private boolean toldSilence;
    private boolean toldLag;

    /**
     * What is too long.
     *
     * @param kafka as in {@code Kafka at HOST:PORT}
     * @param silence of Kafka
     * @param poll without a poll of a stream thread
     */
    record Limits(String kafka, Duration silence, Duration poll) {}

    /**
     * Looks at nothing yet.
     *
     * @param source how far the partitions of this instance are answered
     * @param topics whose lag is told
     * @param error is told of a thread that is stuck; must not block
     */
    public Vitals(
            StreamerConfig config,
            Supplier<Map<TopicPartition, Place>> source,
            Collection<String> topics,
            Consumer<String> error) {
        this(
                new Limits(
                        "Kafka at " + config.bootstrapServers(),
                        config.observation().kafkaSilence(),
                        config.observation().pollSilence()),
                source,
                topics,
                Clock.systemUTC(),
                System::nanoTime,
                error);
    }

    /** The same for other times. */
    Vitals(
            Limits limits,
            Supplier<Map<TopicPartition, Place>> source,
            Collection<String> topics,
            Clock clock,
            LongSupplier nanoTime,
            Consumer<String> error) {
        this.limits = limits;
        this.source = source;
        this.error = error;
        this.silence = new KafkaSilence(nanoTime);
        this.lag = new LagWatch(source, topics, clock, nanoTime);
        this.stuckThreads = new StuckThreads(limits.poll().toMillis() / MILLIS, nanoTime);
    }

    /** Shows it as metrics; to be called once. */
    public void bind(StreamerMetrics metrics) {
        metrics.silence(this::pollAgeSeconds, silence::seconds);
        for (String topic : lag.report().keySet()) {
            metrics.topic(topic)
                    .lag(
                            () -> (double) lag.report(topic).records(),
                            () -> lag.report(topic).seconds(),
                            () -> lag.report(topic).partitions().size());
        }
    }

    /** Looks from now on. */
    public void start(PartitionOffsets kafka) {
        Future<?> unused = executor.scheduleWithFixedDelay(() -> look(kafka), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Looks at these threads too, while they are at work: neither starting nor stopping. */
    public void watch(KafkaStreams streams) {
        watch(() -> streams.state().isRunningOrRebalancing() ? Polling.of(streams) : List.of());
    }

    void watch(Supplier<List<Polling>> polling) {
        threads = polling;
    }

    /** As it is now. */
    public HealthReport.Flow report() {
        Map<TopicPartition, Place> places = source.get();
        List<HealthReport.StreamThread> each = seen.stream()
                .sorted(Comparator.comparing(Polling::thread))
                .map(thread -> new HealthReport.StreamThread(
                        Polling.shortName(thread.thread()),
                        thread.state(),
                        thread.lastPollSeconds(),
                        partitions(thread.thread(), places)))
                .toList();
        double silent = silence.seconds();
        String silentKafka = silent >= limits.silence().toSeconds()
                ? limits.kafka() + ", which has not answered for " + (long) silent + " s"
                : "";
        return new HealthReport.Flow(each, lag.report(), silentKafka, stuck.isEmpty() ? "" : "stream thread " + stuck);
    }

    private static List<String> partitions(String thread, Map<TopicPartition, Place> places) {
        return places.entrySet().stream()
                .filter(one -> one.getValue().thread().equals(thread))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition))
                .map(TopicPartition::toString)
                .toList();
    }

    /** The longest time since a stream thread has polled; 0 where none has. */
    private double pollAgeSeconds() {
        return seen.stream()
                .mapToDouble(thread -> (double) thread.lastPollSeconds())
                .filter(age -> age >= 0)
                .max()
                .orElse(0);
    }

    /** One look at everything; never throws. */
    void look(PartitionOffsets kafka) {
        try {
            lookAtKafka(kafka);
            lookAtThreads();
        } catch (RuntimeException e) {
            if (executor.isShutdown()) {
                // Kafka's clients are being closed.
                return;
            }
            LOG.error("what this process does cannot be watched; trying again", e);
        }
    }

    private void lookAtKafka(PartitionOffsets kafka) {
        try {
            kafka.ping();
        } catch (StreamerException e) {
            silence.missed();
            if (!toldSilence && silence.seconds() >= limits.silence().toSeconds()) {
                toldSilence = true;
                LOG.warn(
                        "not ready: {} has not answered for {} s: {}",
                        limits.kafka(),
                        (long) silence.seconds(),
                        e.getMessage());
            }
            return;
        }
        silence.answered();
        if (toldSilence) {
            toldSilence = false;
            LOG.warn("{} answers again", limits.kafka());
        }
        try {
            lag.look(kafka);
            toldLag = false;
        } catch (StreamerException e) {
            if (!toldLag) {
                toldLag = true;
                LOG.warn("the lag is not known, the last one stays: {}", e.getMessage());
            }
        }
    }

    private void lookAtThreads() {
        List<Polling> now = threads.get();
        seen = now;
        Map<String, Long> answered = new HashMap<>();
        source.get().values().forEach(place -> answered.merge(place.thread(), place.answered(), Long::sum));
        Optional<StuckThreads.Stuck> worst = stuckThreads.look(now, answered, silence.answeringSeconds());
        if (worst.isPresent() && stuck.isEmpty()) {
            String thread = worst.get().thread();
            String what = "stream thread " + Polling.shortName(thread) + " has not polled for "
                    + (long) worst.get().seconds() + " s";
            error.accept(what);
            LOG.error("not alive: {}; it is at{}", what, stack(thread));
        } else if (worst.isEmpty() && !stuck.isEmpty()) {
            LOG.warn("alive: each stream thread polls or answers again");
        }
        stuck = worst.map(one ->
                        Polling.shortName(one.thread()) + ", which has not polled for " + (long) one.seconds() + " s")
                .orElse("");
    }

    /** Where a thread is now, for who looks for the reason. */
    private static String stack(String name) {
        StringBuilder at = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            if (thread.getName().equals(name)) {
                for (StackTraceElement frame : frames) {
                    at.append("\n    ").append(frame);
                }
            }
        });
        return at.toString();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
