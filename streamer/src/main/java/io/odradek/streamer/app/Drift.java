package io.odradek.streamer.app;

import io.odradek.streamer.drift.DriftMonitor;
import io.odradek.streamer.live.sample.Novel;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.server.HealthReport;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** The drift of each model's images. Thread-safe. */
final class Drift {
    private final Map<String, ModelDrift> models = new LinkedHashMap<>();
    private final boolean isOn;

    /**
     * Has seen no image.
     *
     * @param names of the models that are served
     * @param windowImages images in a window; 0: nothing is compared
     */
    Drift(Collection<String> names, int windowImages, StreamerMetrics metrics, Clock clock) {
        this.isOn = windowImages > 0;
        names.forEach(name -> models.put(name, new ModelDrift(name, windowImages, metrics.model(name), clock)));
    }

    /** Counts the images of a model. */
    DriftMonitor monitor(String model) {
        return Objects.requireNonNull(models.get(model), model).monitor();
    }

    /** A version went live: from now on its images count, and what was known of the one before is of the past. */
    void live(String model, ModelHolder holder) {
        try (ModelHolder.Lease lease = holder.acquire()) {
            if (lease != null) {
                monitor(model).observer(lease.classifier().ref(), lease.contract(), lease.number());
            }
        }
    }

    /** Tells who shows them of the most novel images of each window; to be called before images flow. */
    void show(BiConsumer<ModelRef, List<Novel>> shower) {
        models.values().forEach(model -> model.show(shower));
    }

    /** As {@code /health} tells it, by model; nothing where nothing is compared. */
    Map<String, HealthReport.Drift> report() {
        Map<String, HealthReport.Drift> each = new LinkedHashMap<>();
        if (isOn) {
            models.forEach((name, drift) -> each.put(name, drift.report()));
        }
        return each;
    }
}
