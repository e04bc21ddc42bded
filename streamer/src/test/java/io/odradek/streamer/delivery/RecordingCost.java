package io.odradek.streamer.delivery;

import io.odradek.streamer.metrics.HistogramKind;
import io.odradek.streamer.metrics.ModelMetrics;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.metrics.TimestampOrigin;
import io.odradek.streamer.topology.WatchedBatch;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What recording costs: everything that the streamer records of an image on its way, clock and all, again and again, on as
 * many threads at a time as there are stream threads, in one registry.
 */
public final class RecordingCost {
    private static final int BATCH = 64;
    private static final String[] LABELS = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"};

    private final ModelMetrics metrics =
            new StreamerMetrics(new PrometheusRegistry(), HistogramKind.CLASSIC).model("fashion-mnist");
    private final Handover handover = new Handover();

    /** Processor time of each image in nanoseconds, when the code is warm. */
    public double nanosPerImage(int threads, int batches) {
        measure(threads, batches);
        return measure(threads, batches);
    }

    private double measure(int threads, int batches) {
        AtomicLong nanos = new AtomicLong();
        CountDownLatch start = new CountDownLatch(threads);
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> nanos.addAndGet(run(start, batches)));
            all.add(thread);
            thread.start();
        }
        try {
            for (Thread thread : all) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return (double) nanos.get() / threads / batches / BATCH;
    }

    private long run(CountDownLatch start, int batches) {
        start.countDown();
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        WatchedBatch watched = new WatchedBatch(BATCH);
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int batch = 0; batch < batches; batch++) {
            batch(watched);
        }
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    }

    /** As BatchClassifier, ReadAhead and ClassifyProcessor do it, and the producer's callback. */
    private void batch(WatchedBatch watched) {
        watched.poll();
        for (int i = 0; i < BATCH; i++) {
            long start = System.nanoTime();
            metrics.decoded(System.nanoTime() - start, null);
        }
        long start = System.nanoTime();
        metrics.inferred(BATCH, System.nanoTime() - start, null);
        for (int i = 0; i < BATCH; i++) {
            metrics.polled(3 + i, TimestampOrigin.CREATE);
            metrics.waitedForInference(4_000_000 + i, null);
        }
        for (int i = 0; i < BATCH; i++) {
            metrics.readAhead(true);
            watched.answer(i);
            handover.next(new Answer(metrics, true, System.currentTimeMillis() - 20, System.nanoTime(), null, null));
            Answer answer = handover.take();
            handover.clear();
            metrics.classified(LABELS[i % LABELS.length], 0.9f);
            if (answer != null) {
                answer.acknowledged();
                answer.delivered(System.currentTimeMillis());
            }
        }
    }
}
