package io.odradek.streamer.app;

import io.odradek.streamer.contract.Reference;
import io.odradek.streamer.drift.DriftMonitor;
import io.odradek.streamer.drift.Statistic;
import io.odradek.streamer.drift.Verdict;
import io.odradek.streamer.live.sample.Novel;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.metrics.ModelMetrics;
import io.odradek.streamer.server.HealthReport;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of the drift of one model's images, for log, metrics and health alike. Thread-safe. */
final class ModelDrift implements DriftMonitor.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ModelDrift.class);

    /** After so many windows without it the log says that drift is over, so that a wavering one does not fill it. */
    private static final int QUIET_WINDOWS = 3;

    private final String name;
    private final int windowImages;
    private final ModelMetrics metrics;
    private final Clock clock;
    private final DriftMonitor monitor;
    private volatile BiConsumer<ModelRef, List<Novel>> page = (model, novel) -> {};
    private volatile Snapshot now = new Snapshot(null, "", null, "");
    /** Whether the log has said that drift began, and not that it ended. */
    private boolean isTold; // guarded by this
    /** Windows in a row without drift. */
    private int quiet; // guarded by this

    /**
     * Immutable; replaced as a whole.
     *
     * @param model that classifies; null before the first one is live
     * @param unknown why nothing is compared, or empty
     * @param verdict on the last full window
     * @param at when it was full, or empty
     */
    private record Snapshot(
            @Nullable ModelRef model,
            String unknown,
            @Nullable Verdict verdict,
            String at) {
        boolean alarm() {
            return verdict != null && verdict.alarm();
        }
    }

    /**
     * Has seen no image.
     *
     * @param windowImages images in a window; 0: nothing is compared, and nothing shown
     */
    ModelDrift(String name, int windowImages, ModelMetrics metrics, Clock clock) {
        this.name = name;
        this.windowImages = windowImages;
        this.metrics = metrics;
        this.clock = clock;
        this.monitor = new DriftMonitor(windowImages, this);
        if (windowImages > 0) {
            for (Statistic statistic : Statistic.values()) {
                metrics.drift(statistic.tag(), () -> psi(statistic), () -> alarm(statistic));
            }
        }
    }

    /** From now on, tells who shows them of the most novel images of each window that was full; to be called before images flow. */
    void show(BiConsumer<ModelRef, List<Novel>> shower) {
        page = shower;
        monitor.keepNovel();
    }

    /** Counts the model's images. */
    DriftMonitor monitor() {
        return monitor;
    }

    @Override
    public synchronized void watching(ModelRef model, Reference.Reading reference) {
        if (isTold) {
            LOG.warn("{}: the drift was that of another version; counting anew with {}", name, model.version());
        }
        String unknown = unknown(reference);
        if (!unknown.isEmpty()) {
            LOG.info("{}: drift of {} is not known: {}", name, model.version(), unknown);
        }
        isTold = false;
        now = new Snapshot(model, unknown, null, "");
    }

    private static String unknown(Reference.Reading reference) {
        if (reference instanceof Reference.Reading.Unusable unusable) {
            return "its odradek.reference cannot be used: " + unusable.why();
        }
        return reference instanceof Reference.Reading.Missing ? "the file has no odradek.reference" : "";
    }

    @Override
    public void judged(ModelRef model, Verdict verdict, List<Novel> novel) {
        if (take(model, verdict)) {
            page.accept(model, novel);
        }
    }

    private synchronized boolean take(ModelRef model, Verdict verdict) {
        if (!model.equals(now.model)) {
            return false;
        }
        now = new Snapshot(model, "", verdict, Status.time(clock));
        metrics.driftJudged(verdict.alarm());
        quiet = verdict.alarm() ? 0 : quiet + 1;
        if (verdict.alarm() && !isTold) {
            isTold = true;
            LOG.warn(
                    "{}: drift: the last {} images differ from those that {} was tested on in {}",
                    name,
                    verdict.images(),
                    model.version(),
                    verdict.describe());
        } else if (isTold && quiet == QUIET_WINDOWS) {
            isTold = false;
            LOG.warn(
                    "{}: the drift is over: the last {} windows of {} images are like the reference again",
                    name,
                    quiet,
                    verdict.images());
        }
        return true;
    }

    private double psi(Statistic statistic) {
        Verdict verdict = now.verdict();
        return verdict == null ? Double.NaN : verdict.psi(statistic);
    }

    private double alarm(Statistic statistic) {
        Verdict verdict = now.verdict();
        Verdict.Finding finding = verdict == null ? null : verdict.findings().get(statistic);
        return finding == null ? Double.NaN : finding.alarm() ? 1 : 0;
    }

    /** As {@code /health} tells it. */
    HealthReport.Drift report() {
        Snapshot s = now;
        Verdict verdict = s.verdict();
        String state =
                !s.unknown().isEmpty() ? "unknown" : verdict == null ? "collecting" : s.alarm() ? "drift" : "quiet";
        Map<String, HealthReport.DriftFinding> statistics = new LinkedHashMap<>();
        if (verdict != null) {
            verdict.findings()
                    .forEach((statistic, finding) -> statistics.put(
                            statistic.tag(),
                            new HealthReport.DriftFinding(finding.psi(), finding.p(), finding.alarm())));
        }
        return new HealthReport.Drift(state, s.unknown(), windowImages, monitor.images(), s.at(), statistics);
    }
}
