package io.odradek.streamer.app;

import com.google.gson.JsonObject;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.server.HealthState;
import io.odradek.streamer.server.PauseSwitch;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code streamer evaluate} is doing, and whether an operator has paused it. Thread-safe. */
final class EvaluationStatus implements PauseSwitch, Service.StreamsWatch {
    private static final Logger LOG = LoggerFactory.getLogger(EvaluationStatus.class);

    private final Clock clock;
    private final String instance;
    private KafkaStreams.State state = KafkaStreams.State.CREATED; // guarded by this
    private String waitingFor = ""; // guarded by this
    private HealthReport.Failure error = HealthReport.Failure.NONE; // guarded by this
    private boolean paused; // guarded by this
    private @Nullable KafkaStreams streams; // guarded by this

    /** @param instance names this process */
    EvaluationStatus(Clock clock, String instance) {
        this.clock = clock;
        this.instance = instance;
    }

    /** What comes before Kafka Streams, and is not there yet; empty when all of it is. */
    synchronized void waiting(String what) {
        waitingFor = what;
    }

    @Override
    public synchronized void streams(KafkaStreams.State now) {
        state = now;
        LOG.info("streams: {}", now.name().toLowerCase(Locale.ROOT));
    }

    synchronized void lastError(String text) {
        error = new HealthReport.Failure(text, Status.time(clock));
    }

    @Override
    public void error(String what, Throwable cause) {
        lastError(what + ": " + StreamerException.rootCause(cause));
        LOG.error("{}", what, cause);
    }

    /** What is to be paused; not started yet. */
    synchronized void control(KafkaStreams controlled) {
        streams = controlled;
        if (paused) {
            controlled.pause();
        }
    }

    @Override
    public synchronized void pause() {
        paused = true;
        LOG.warn("paused by operator; continue with: streamer resume");
        if (streams != null) {
            streams.pause();
        }
    }

    @Override
    public synchronized void resume() {
        paused = false;
        LOG.warn("resumed by operator");
        if (streams != null) {
            streams.resume();
        }
    }

    /** What is reported, for the page. */
    JsonObject page(HealthReport report) {
        JsonObject json = new JsonObject();
        json.addProperty("instance", report.identity().instance());
        json.addProperty("at", clock.instant().toString());
        json.addProperty("state", report.state());
        json.addProperty("ready", report.ready());
        json.addProperty("paused", report.operation().paused());
        json.addProperty("waitingFor", report.waitingFor());
        json.addProperty("lastError", report.error().text());
        json.addProperty("lastErrorAt", report.error().at());
        return json;
    }

    synchronized HealthReport report() {
        HealthState shown = Status.state(state, waitingFor.isEmpty());
        return new HealthReport(
                        shown.live(),
                        shown.ready(),
                        shown.tag(),
                        waitingFor.isEmpty() ? Status.waitingFor(shown) : waitingFor,
                        List.of(),
                        error,
                        new HealthReport.Identity(instance, List.of()),
                        HealthReport.Operation.NORMAL,
                        HealthReport.Flow.UNKNOWN,
                        Map.of())
                .under(new HealthReport.Operation(paused ? "by operator" : "", "", ""));
    }
}
