package io.odradek.streamer.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.message.ModelRef;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the streamer counts and times for one model, each with the tag {@code model}. Label values are bounded by design:
 * nothing that stands in a record becomes one. Thread-safe.
 */
public final class ModelMetrics {
    private static final String MODEL = "model";

    /** Useful from 100 microseconds to 10 seconds. */
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final String model;
    private final Counter classified;
    private final Map<Reason, Counter> rejected = new EnumMap<>(Reason.class);
    private final Counter hits;
    private final Counter misses;
    private final Counter failedBatches;
    private final Counter unreadable;
    private final Counter statusFailures;
    private final Timer decode;
    private final Timer pollToInference;
    private final DistributionSummary batchSize;
    private final Timer inference;
    private final Timer endToEnd;
    private final Timer modelSwitch;
    private final Timer reload;
    private final MultiGauge modelInfo;

    /** Registers everything that does not wait for a first event. */
    ModelMetrics(MeterRegistry registry, String model) {
        this.registry = registry;
        this.model = model;
        this.classified = images("classified", "none");
        for (Reason reason : Reason.values()) {
            rejected.put(reason, images("rejected", reason.name()));
        }
        this.hits = readAheads("hit");
        this.misses = readAheads("miss");
        this.failedBatches = Counter.builder("odradek.batch.failures")
                .description("Batches that failed, so that their images went alone")
                .tags(MODEL, model)
                .register(registry);
        this.unreadable = Counter.builder("odradek.models.unreadable")
                .description("Failed attempts to read models: the topic, a file, or an origin")
                .tags(MODEL, model)
                .register(registry);
        this.statusFailures = Counter.builder("odradek.status.failures")
                .description("Records of the status topic that could not be written")
                .tags(MODEL, model)
                .register(registry);
        this.pollToInference = timer("odradek.poll.to.inference", "From the poll of an image until its batch starts");
        this.batchSize = DistributionSummary.builder("odradek.batch.size")
                .description("Images in one call of the model")
                .tags(MODEL, model)
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
                .register(registry);
        this.decode = timer("odradek.decode", "From a record's bytes to a tensor");
        this.inference = timer("odradek.inference", "One call of the model");
        this.endToEnd = timer(
                "odradek.end.to.end", "From the image's timestamp until its prediction is handed to the producer");
        this.reload = timer("odradek.model.reload", "From the decision to try a model until it is live");
        this.modelSwitch = timer(
                "odradek.model.switch",
                "A stream thread's first batch with another model, with all that the change costs");
        this.modelInfo = MultiGauge.builder("odradek.model.info")
                .description("1 for the model in force")
                .register(registry);
    }

    /** An image was answered. */
    public void classified() {
        classified.increment();
    }

    /** An image became a dead letter. */
    public void rejected(Reason reason) {
        Counter counter = rejected.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Time to decode one record's value. */
    public void decoded(long nanos) {
        decode.record(Duration.ofNanos(nanos));
    }

    /** Images and time of one call of the model. */
    public void inferred(int images, long nanos) {
        batchSize.record(images);
        inference.record(Duration.ofNanos(nanos));
    }

    /** How long an image waited between its poll and the start of its batch. */
    public void waitedForInference(long nanos) {
        pollToInference.record(Duration.ofNanos(nanos));
    }

    /** Whether a record that was asked for had been remembered. */
    public void readAhead(boolean hit) {
        (hit ? hits : misses).increment();
    }

    /** A batch failed, so that its images went alone. */
    public void batchFailed() {
        failedBatches.increment();
    }

    /** The models topic, a model file or its origin could not be read. */
    public void modelsUnreadable() {
        unreadable.increment();
    }

    /** A record of the status topic could not be written. */
    public void statusFailed() {
        statusFailures.increment();
    }

    /** Age of the image when its prediction was handed over. */
    public void answered(long millis) {
        endToEnd.record(Duration.ofMillis(Math.max(0, millis)));
    }

    /** A model went live. */
    public void modelLive(ModelRef live, Duration took) {
        reload.record(took);
        reloads("live", "none").increment();
        Tags tags = Tags.of(MODEL, model, "version", live.version(), "sha256", live.sha256());
        modelInfo.register(List.of(MultiGauge.Row.of(tags, 1)), true);
    }

    /** The time of a stream thread's first batch with another model than before: what a reload may hold it up. */
    public void switched(long nanos) {
        modelSwitch.record(Duration.ofNanos(nanos));
    }

    /** A model was refused at this stage of admission. */
    public void modelRefused(String stage) {
        reloads("refused", stage).increment();
    }

    private Counter reloads(String result, String stage) {
        return Counter.builder("odradek.model.reloads")
                .description("Attempts to change the model")
                .tags(MODEL, model, "result", result, "stage", stage)
                .register(registry);
    }

    private Counter readAheads(String result) {
        return Counter.builder("odradek.read.ahead")
                .description("Images found among the remembered ones, or classified alone")
                .tags(MODEL, model, "result", result)
                .register(registry);
    }

    private Counter images(String outcome, String reason) {
        return Counter.builder("odradek.images")
                .description("Images by outcome")
                .tags(MODEL, model, "outcome", outcome, "reason", reason)
                .register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .tags(MODEL, model)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
