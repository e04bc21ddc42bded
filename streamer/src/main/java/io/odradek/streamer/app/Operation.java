package io.odradek.streamer.app;

import io.odradek.streamer.config.BreakerLimits;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.server.PauseSwitch;
import io.odradek.streamer.topics.PartitionOffsets;
import io.odradek.streamer.topology.Breaker;
import io.odradek.streamer.topology.LostImages;
import io.odradek.streamer.topology.Progress;
import io.odradek.streamer.topology.ReadAhead;
import io.odradek.streamer.topology.Watches;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether images are taken: paused by an operator, or by the breaker of one of the topics. A paused instance stays in its group and keeps its
 * partitions; Streams goes on polling until its buffers are full, and processes nothing. It is remembered from before the
 * first model, and not beyond a restart. Thread-safe.
 */
final class Operation implements PauseSwitch, AutoCloseable {
    private static final long TICK_MILLIS = 250;

    private static final Logger LOG = LoggerFactory.getLogger(Operation.class);

    private final BreakerLimits limits;
    private final StreamerMetrics metrics;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "odradek-watch");
        thread.setDaemon(true);
        return thread;
    });
    /** One for each topic of images. */
    private final Map<String, Breaker> breakers = new LinkedHashMap<>();

    private final List<LostImages> lost = new CopyOnWriteArrayList<>();
    /** By whom, or empty. */
    private volatile String paused = "";

    private @Nullable KafkaStreams streams;
    private @Nullable ReadAhead readAhead;

    /** Not paused, nothing to pause yet. */
    Operation(Collection<String> topics, BreakerLimits limits, StreamerMetrics metrics) {
        this.limits = limits;
        this.metrics = metrics;
        for (String topic : topics) {
            Breaker breaker = new Breaker(limits, System::nanoTime, listener(topic, topics.size() > 1));
            metrics.topic(topic).breaker(breaker::isOpen, breaker::rejectedShare);
            breakers.put(topic, breaker);
        }
        metrics.paused(() -> !paused.isEmpty());
        Future<?> unused = executor.scheduleWithFixedDelay(
                () -> breakers.values().forEach(Breaker::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What watches the images of a topic. */
    Watches watches(String topic, PartitionOffsets offsets, Progress progress) {
        LostImages.Log log = new LostImages.Log() {
            @Override
            public Map<Integer, Long> committed(Set<Integer> partitions) {
                return byNumber(offsets.committed(of(topic, partitions)));
            }

            @Override
            public Map<Integer, Long> starts(Set<Integer> partitions) {
                return byNumber(offsets.starts(of(topic, partitions)));
            }
        };
        LostImages images = new LostImages(topic, log, executor, metrics.topic(topic));
        lost.add(images);
        return new Watches(breaker(topic), images, progress);
    }

    private static Set<TopicPartition> of(String topic, Set<Integer> partitions) {
        return partitions.stream()
                .map(number -> new TopicPartition(topic, number))
                .collect(Collectors.toSet());
    }

    private static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream()
                .collect(Collectors.toMap(one -> one.getKey().partition(), Map.Entry::getValue));
    }

    private Breaker breaker(String topic) {
        return Objects.requireNonNull(breakers.get(topic), topic);
    }

    /** What is to be paused; not started yet. */
    synchronized void control(KafkaStreams streams, ReadAhead readAhead) {
        this.streams = streams;
        this.readAhead = readAhead;
        if (!paused.isEmpty()) {
            streams.pause();
        }
    }

    HealthReport.Operation report() {
        return new HealthReport.Operation(
                paused,
                joined(breakers.entrySet().stream()
                        .map(one -> alarm(one.getKey(), one.getValue().alarm()))),
                joined(lost.stream().map(LostImages::report)));
    }

    private String alarm(String topic, String alarm) {
        return alarm.isEmpty() || breakers.size() == 1 ? alarm : topic + ": " + alarm;
    }

    private static String joined(Stream<String> texts) {
        return texts.filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
    }

    @Override
    public synchronized void pause() {
        pause("by operator");
    }

    @Override
    public synchronized void resume() {
        if (!paused.isEmpty()) {
            LOG.warn("resumed by operator (was paused {})", paused);
        }
        breakers.values().forEach(Breaker::reset);
        paused = "";
        if (streams != null && readAhead != null) {
            readAhead.renew();
            streams.resume();
        }
    }

    private Breaker.Listener listener(String topic, boolean isOneOfMany) {
        String prefix = isOneOfMany ? topic + ": " : "";
        return new Breaker.Listener() {
            @Override
            public void opened(String alarm) {
                LOG.error("alarm: {}{}", prefix, alarm);
                if (limits.pause()) {
                    pauseByBreaker(topic, prefix + alarm);
                }
            }

            @Override
            public void closed() {
                LOG.warn(
                        "{}the alarm is over: the share of rejected images is {} again",
                        prefix,
                        breaker(topic).rejectedShare());
            }
        };
    }

    /** Unless somebody resumed in the instant between. */
    private synchronized void pauseByBreaker(String topic, String alarm) {
        if (paused.isEmpty() && breaker(topic).isOpen()) {
            pause("by the breaker: " + alarm);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private synchronized void pause(String by) {
        if (!paused.equals(by)) {
            paused = by;
            LOG.warn("paused {}; continue with: streamer resume", by);
        }
        if (streams != null) {
            streams.pause();
        }
    }
}
