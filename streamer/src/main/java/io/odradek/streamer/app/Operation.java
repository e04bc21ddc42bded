package io.odradek.streamer.app;

import io.odradek.streamer.config.BreakerLimits;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.server.PauseSwitch;
import io.odradek.streamer.topics.GroupOffsets;
import io.odradek.streamer.topology.Breaker;
import io.odradek.streamer.topology.LostImages;
import io.odradek.streamer.topology.ReadAhead;
import io.odradek.streamer.topology.Watches;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether images are taken: paused by an operator, or by the breaker. A paused instance stays in its group and keeps its
 * partitions; Streams goes on polling until its buffers are full, and processes nothing. It is remembered from before the
 * first model, and not beyond a restart. Thread-safe.
 */
final class Operation implements PauseSwitch, Breaker.Listener, AutoCloseable {
    private static final long TICK_MILLIS = 250;

    private static final Logger LOG = LoggerFactory.getLogger(Operation.class);

    private final boolean breakerPauses;
    private final Breaker breaker;
    private final StreamerMetrics metrics;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "odradek-watch");
        thread.setDaemon(true);
        return thread;
    });
    /** By whom, or empty. */
    private volatile String paused = "";

    private volatile @Nullable LostImages lost;
    private @Nullable KafkaStreams streams;
    private @Nullable ReadAhead readAhead;

    /** Not paused, nothing to pause yet. */
    Operation(BreakerLimits limits, StreamerMetrics metrics) {
        this.breakerPauses = limits.pause();
        this.breaker = new Breaker(limits, System::nanoTime, this);
        this.metrics = metrics;
        metrics.breaker(breaker::isOpen, breaker::rejectedShare);
        metrics.paused(() -> !paused.isEmpty());
        Future<?> unused =
                executor.scheduleWithFixedDelay(breaker::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What watches the images of this topic. */
    Watches watches(String topic, GroupOffsets offsets) {
        LostImages.Log log = new LostImages.Log() {
            @Override
            public Map<Integer, Long> committed(Set<Integer> partitions) {
                return offsets.committed(partitions);
            }

            @Override
            public Map<Integer, Long> starts(Set<Integer> partitions) {
                return offsets.starts(partitions);
            }
        };
        LostImages images = new LostImages(topic, log, executor, metrics);
        lost = images;
        return new Watches(breaker, images);
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
        LostImages images = lost;
        return new HealthReport.Operation(paused, breaker.alarm(), images == null ? "" : images.report());
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
        breaker.reset();
        paused = "";
        if (streams != null && readAhead != null) {
            readAhead.renew();
            streams.resume();
        }
    }

    @Override
    public void opened(String alarm) {
        LOG.error("alarm: {}", alarm);
        if (breakerPauses) {
            synchronized (this) {
                // Unless somebody resumed in the instant between.
                if (paused.isEmpty() && breaker.isOpen()) {
                    pause("by the breaker: " + alarm);
                }
            }
        }
    }

    @Override
    public void closed() {
        LOG.warn("the alarm is over: the share of rejected images is {} again", breaker.rejectedShare());
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
