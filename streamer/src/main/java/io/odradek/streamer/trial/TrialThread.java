package io.odradek.streamer.trial;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.explain.Explainer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that works on tries, and its clients of Kafka: opened for the first image, closed when none has come for a
 * while, after a failure, and at the end. Thread-safe.
 */
final class TrialThread implements AutoCloseable {
    private static final long CLOSE_SECONDS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(TrialThread.class);

    private final Supplier<Exchange> opener;
    private final Explainer explainer;
    private final Duration explanation;
    private final Duration idleAfter;
    private final ScheduledThreadPoolExecutor executor;
    private final AtomicReference<@Nullable Attempt> current = new AtomicReference<>();
    /** Of the thread alone. */
    private @Nullable Exchange exchange;
    /** Of the thread alone. */
    private @Nullable Future<?> idle;

    /**
     * Starts nothing yet.
     *
     * @param opener opens clients
     * @param explanation how long it may take to explain an answer
     * @param idleAfter how long clients stay open without an image
     */
    TrialThread(Supplier<Exchange> opener, Explainer explainer, Duration explanation, Duration idleAfter) {
        this.opener = opener;
        this.explainer = explainer;
        this.explanation = explanation;
        this.idleAfter = idleAfter;
        this.executor = new ScheduledThreadPoolExecutor(1, TrialThread::thread);
        executor.setRemoveOnCancelPolicy(true);
    }

    @SuppressWarnings("ThreadPriorityCheck") // Nothing relies on it; where it is heeded, images go first.
    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "odradek-try");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /** Begins with it as soon as it can. @throws java.util.concurrent.RejectedExecutionException when closed */
    void start(Attempt attempt) {
        current.set(attempt);
        attempt.workedOnBy(executor.submit(() -> work(attempt)));
    }

    private void work(Attempt attempt) {
        if (!attempt.begin()) {
            return;
        }
        if (idle != null) {
            idle.cancel(false);
        }
        try {
            if (exchange == null) {
                exchange = opener.get();
            }
            attempt.end(attempt.run(exchange, explainer, explanation));
        } catch (KafkaException | StreamerException e) {
            LOG.debug("an image could not be tried", e);
            attempt.end(e);
            closeExchange();
        } catch (RuntimeException e) {
            LOG.warn("an image could not be tried", e);
            attempt.end(e);
            closeExchange();
        } finally {
            // Also after an error.
            attempt.end(new IllegalStateException("the try broke off"));
            current.compareAndSet(attempt, null);
            idle = executor.schedule(this::closeExchange, idleAfter.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void closeExchange() {
        Exchange open = exchange;
        exchange = null;
        if (open != null) {
            // Who was interrupted would not wait for the connections to close.
            boolean unused = Thread.interrupted();
            open.close();
        }
    }

    /** Stops what is in work. @throws IllegalStateException when it does not stop in time */
    @Override
    public synchronized void close() {
        if (executor.isShutdown()) {
            return;
        }
        Attempt attempt = current.get();
        if (attempt != null) {
            attempt.stop();
        }
        Future<?> closed = executor.submit(this::closeExchange);
        executor.shutdown();
        try {
            closed.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a try did not end within " + CLOSE_SECONDS + " s", e);
        } finally {
            executor.shutdownNow();
        }
    }
}
