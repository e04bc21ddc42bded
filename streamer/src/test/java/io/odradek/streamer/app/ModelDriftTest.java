package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.odradek.streamer.contract.Reference;
import io.odradek.streamer.drift.Statistic;
import io.odradek.streamer.drift.Verdict;
import io.odradek.streamer.kit.Scrape;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.metrics.HistogramKind;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.server.HealthReport;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ModelDriftTest {
    private static final ModelRef ONE = new ModelRef("m", "1", "ab".repeat(32));
    private static final ModelRef TWO = new ModelRef("m", "2", "cd".repeat(32));
    private static final Reference.Reading KNOWN = new Reference.Reading.Known(new Reference(
            1,
            List.of(1.0, 0.0),
            List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0),
            null,
            null,
            null,
            Map.of()));
    private static final Verdict QUIET =
            new Verdict(1_000, Map.of(Statistic.CLASSES, new Verdict.Finding(0.01, 0.5, false)));
    private static final Verdict ALARM = new Verdict(
            1_000,
            Map.of(
                    Statistic.CLASSES, new Verdict.Finding(0.31, 1e-9, true),
                    Statistic.CONFIDENCE, new Verdict.Finding(0.05, 0.2, false)));

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ModelDrift drift = new ModelDrift(
            "m",
            1_000,
            new StreamerMetrics(registry, HistogramKind.CLASSIC).model("m"),
            Clock.fixed(Instant.parse("2026-11-29T10:00:00.123Z"), ZoneOffset.UTC));
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(log);
    }

    @Test
    void isCollectingUntilAWindowIsFullAndShowsNoNumbersBefore() {
        drift.watching(ONE, KNOWN);

        assertThat(drift.report()).isEqualTo(new HealthReport.Drift("collecting", "", 1_000, 0, "", Map.of()));
        assertThat(series("odradek_drift_psi")).isEmpty();
        assertThat(series("odradek_drift_alarm")).isEmpty();
        assertThat(metric("odradek_drift_windows_total{result=\"quiet\"}")).isZero();
    }

    @Test
    void saysOnceThatDriftBeginsAndOnceThatItEnds() {
        drift.watching(ONE, KNOWN);

        drift.judged(ONE, QUIET, List.of());
        drift.judged(ONE, ALARM, List.of());
        drift.judged(ONE, ALARM, List.of());
        assertThat(metric("odradek_drift_alarm{statistic=\"classes\"}")).isEqualTo(1);
        assertThat(metric("odradek_drift_alarm{statistic=\"confidence\"}")).isZero();
        assertThat(metric("odradek_drift_psi{statistic=\"classes\"}")).isEqualTo(0.31);
        assertThat(series("odradek_drift_psi"))
                .as("statistics that are not judged have none")
                .hasSize(2);
        assertThat(drift.report().state()).isEqualTo("drift");
        drift.judged(ONE, QUIET, List.of());
        drift.judged(ONE, QUIET, List.of());
        drift.judged(ONE, QUIET, List.of());

        assertThat(lines())
                .containsExactly(
                        "m: drift: the last 1000 images differ from those that 1 was tested on in classes (PSI 0.31)",
                        "m: the drift is over: the last 3 windows of 1000 images are like the reference again");
        assertThat(metric("odradek_drift_windows_total{result=\"quiet\"}")).isEqualTo(4);
        assertThat(metric("odradek_drift_windows_total{result=\"drift\"}")).isEqualTo(2);
        assertThat(metric("odradek_drift_alarm{statistic=\"classes\"}")).isZero();
        assertThat(drift.report())
                .isEqualTo(new HealthReport.Drift(
                        "quiet",
                        "",
                        1_000,
                        0,
                        "2026-11-29T10:00:00Z",
                        Map.of("classes", new HealthReport.DriftFinding(0.01, 0.5, false))));
    }

    @Test
    void aWaveringDriftIsOneInTheLog() {
        drift.watching(ONE, KNOWN);

        for (int i = 0; i < 5; i++) {
            drift.judged(ONE, ALARM, List.of());
            drift.judged(ONE, QUIET, List.of());
            drift.judged(ONE, QUIET, List.of());
        }

        assertThat(lines()).hasSize(1);
        assertThat(metric("odradek_drift_alarm{statistic=\"classes\"}")).isZero();
    }

    @Test
    void countsAnewWithAnotherVersionAndLateNewsOfTheOneBeforeCountsNoMore() {
        drift.watching(ONE, KNOWN);
        drift.judged(ONE, ALARM, List.of());

        drift.watching(TWO, KNOWN);
        drift.judged(ONE, ALARM, List.of());

        assertThat(drift.report().state()).isEqualTo("collecting");
        assertThat(series("odradek_drift_alarm")).isEmpty();
        assertThat(metric("odradek_drift_windows_total{result=\"drift\"}")).isEqualTo(1);
        assertThat(lines()).element(1).isEqualTo("m: the drift was that of another version; counting anew with 2");
    }

    @Test
    void saysWhyNothingIsCompared() {
        drift.watching(ONE, new Reference.Reading.Missing());
        HealthReport.Drift missing = drift.report();
        drift.watching(TWO, new Reference.Reading.Unusable("odradek.reference is no JSON"));
        HealthReport.Drift unusable = drift.report();

        assertThat(missing)
                .isEqualTo(
                        new HealthReport.Drift("unknown", "the file has no odradek.reference", 1_000, 0, "", Map.of()));
        assertThat(unusable.why()).isEqualTo("its odradek.reference cannot be used: odradek.reference is no JSON");
        assertThat(lines())
                .containsExactly(
                        "m: drift of 1 is not known: the file has no odradek.reference",
                        "m: drift of 2 is not known: its odradek.reference cannot be used: odradek.reference is no JSON");
    }

    @Test
    void whereItIsOffNothingIsShown() {
        PrometheusRegistry other = new PrometheusRegistry();
        Drift off = new Drift(List.of("m"), 0, new StreamerMetrics(other, HistogramKind.CLASSIC), Clock.systemUTC());

        assertThat(off.report()).isEmpty();
        assertThat(Scrape.of(other).values().keySet())
                .noneMatch(name -> name.startsWith("odradek_drift_psi") || name.startsWith("odradek_drift_alarm"));
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private List<String> series(String name) {
        return Scrape.of(registry).values().keySet().stream()
                .filter(one -> one.startsWith(name))
                .toList();
    }

    private double metric(String name) {
        return Scrape.of(registry).value(name);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ModelDrift.class);
    }
}
