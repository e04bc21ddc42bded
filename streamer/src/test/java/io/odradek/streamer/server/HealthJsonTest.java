package io.odradek.streamer.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthJsonTest {
    private static final HealthReport.Reload REFUSED =
            new HealthReport.Reload("2", "refused", "golden", "golden image 3", "2026-11-28T14:10:00Z", null);
    private static final HealthReport.Model MODEL =
            new HealthReport.Model("m", "m@1 (sha256 ab...)", "", "2, golden: golden image 3", REFUSED);
    private static final HealthReport.StreamThread THREAD =
            new HealthReport.StreamThread("StreamThread-1", "running", 2, List.of("images-0", "images-3"));

    @Test
    void tellsThreadsLagPartitionsModelsAndTheLastError() {
        Map<String, HealthReport.Lag> lag = new LinkedHashMap<>();
        lag.put("images", new HealthReport.Lag(12, 0.4004, List.of(0, 3)));
        HealthReport report = report("running").with(new HealthReport.Flow(List.of(THREAD), lag, "", ""));

        assertThat(JsonParser.parseString(report.toJson()))
                .isEqualTo(JsonParser.parseString("{\"live\":true,\"ready\":true,\"state\":\"running\","
                        + "\"model\":\"m@1 (sha256 ab...)\",\"lastRefusal\":\"2, golden: golden image 3\","
                        + "\"models\":{\"m\":{\"ready\":true,\"model\":\"m@1 (sha256 ab...)\","
                        + "\"lastRefusal\":\"2, golden: golden image 3\",\"lastReload\":{\"version\":\"2\","
                        + "\"result\":\"refused\",\"stage\":\"golden\",\"why\":\"golden image 3\","
                        + "\"at\":\"2026-11-28T14:10:00Z\"}}},"
                        + "\"lastError\":\"boom\",\"lastErrorAt\":\"2026-11-28T14:09:00Z\","
                        + "\"lag\":{\"images\":{\"records\":12,\"seconds\":0.4}},\"partitions\":{\"images\":[0,3]},"
                        + "\"threads\":[{\"name\":\"StreamThread-1\",\"state\":\"running\",\"lastPollSeconds\":2,"
                        + "\"partitions\":[\"images-0\",\"images-3\"]}],"
                        + "\"instance\":\"host-1\",\"signedOnly\":false}"));
    }

    @Test
    void tellsDriftWithoutBeingLessReadyForIt() {
        Map<String, HealthReport.DriftFinding> statistics = new LinkedHashMap<>();
        statistics.put("classes", new HealthReport.DriftFinding(0.01432, 0.3214, false));
        statistics.put("mean", new HealthReport.DriftFinding(2.7, 4.0991e-188, true));
        HealthReport.Drift drift = new HealthReport.Drift("drift", "", 1_000, 12, "2026-11-29T10:00:00Z", statistics);
        HealthReport.Drift unknown =
                new HealthReport.Drift("unknown", "the file has no odradek.reference", 1_000, 0, "", Map.of());
        Map<String, HealthReport.Drift> each = new LinkedHashMap<>();
        each.put("m", drift);
        each.put("n", unknown);

        HealthReport report = report("running").comparing(each);

        assertThat(report.ready()).isTrue();
        assertThat(report.live()).isTrue();
        assertThat(JsonParser.parseString(report.toJson()).getAsJsonObject().get("drift"))
                .hasToString("{\"m\":{\"state\":\"drift\",\"images\":1000,\"collected\":12,"
                        + "\"at\":\"2026-11-29T10:00:00Z\",\"statistics\":{"
                        + "\"classes\":{\"psi\":0.014,\"p\":0.321,\"alarm\":false},"
                        + "\"mean\":{\"psi\":2.7,\"p\":4.10E-188,\"alarm\":true}}},"
                        + "\"n\":{\"state\":\"unknown\",\"why\":\"the file has no odradek.reference\","
                        + "\"images\":1000,\"collected\":0}}");
    }

    @Test
    void tellsHowLongALiveReloadTookAndLeavesOutThePollOfAThreadThatIsStarting() {
        HealthReport.Model model = new HealthReport.Model(
                "m", "m@2", "", "", new HealthReport.Reload("2", "live", "", "", "2026-11-28T14:10:00Z", 0.12));
        HealthReport.StreamThread thread = new HealthReport.StreamThread("StreamThread-1", "created", -1, List.of());
        HealthReport report = report("running", model).with(new HealthReport.Flow(List.of(thread), Map.of(), "", ""));

        JsonObject json = JsonParser.parseString(report.toJson()).getAsJsonObject();

        assertThat(json.getAsJsonObject("models").getAsJsonObject("m").getAsJsonObject("lastReload"))
                .hasToString(
                        "{\"version\":\"2\",\"result\":\"live\",\"at\":\"2026-11-28T14:10:00Z\",\"seconds\":0.12}");
        assertThat(json.getAsJsonArray("threads"))
                .hasToString("[{\"name\":\"StreamThread-1\",\"state\":\"created\",\"partitions\":[]}]");
    }

    @Test
    void isAliveAndNotReadyWhileKafkaIsSilent() {
        HealthReport report = report("running")
                .with(new HealthReport.Flow(List.of(), Map.of(), "Kafka at a:1, which has not answered for 42 s", ""));

        assertThat(report.live()).isTrue();
        assertThat(report.ready()).isFalse();
        assertThat(report.waitingFor()).isEqualTo("Kafka at a:1, which has not answered for 42 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "rebalancing"})
    void isNeitherAliveNorReadyWithAStuckThread(String state) {
        HealthReport report = report(state).with(stuck());

        assertThat(report.live()).isFalse();
        assertThat(report.ready()).isFalse();
        assertThat(report.waitingFor()).isEqualTo("stream thread StreamThread-1, which has not polled for 130 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"waiting", "starting", "pending_shutdown", "pending_error"})
    void takesNoThreadForStuckBeforeItIsAtWorkOrWhenItStops(String state) {
        HealthReport report = report(state).with(stuck());

        assertThat(report.live()).isTrue();
        assertThat(report.waitingFor()).isEmpty();
    }

    @Test
    void staysPausedUnderAnyFlow() {
        HealthReport report = report("running")
                .under(new HealthReport.Operation("by operator", "", ""))
                .with(HealthReport.Flow.UNKNOWN);

        assertThat(report.ready()).isFalse();
        assertThat(report.operation().paused()).isEqualTo("by operator");
    }

    private static HealthReport.Flow stuck() {
        return new HealthReport.Flow(
                List.of(THREAD), Map.of(), "", "stream thread StreamThread-1, which has not polled for 130 s");
    }

    private static HealthReport report(String state) {
        return report(state, MODEL);
    }

    private static HealthReport report(String state, HealthReport.Model model) {
        return new HealthReport(
                true,
                true,
                state,
                "",
                List.of(model),
                new HealthReport.Failure("boom", "2026-11-28T14:09:00Z"),
                new HealthReport.Identity("host-1", List.of()),
                HealthReport.Operation.NORMAL,
                HealthReport.Flow.UNKNOWN,
                Map.of());
    }
}
