package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.metrics.HistogramKind;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.server.HealthState;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusTest {
    private final Status status = new Status(
            Clock.systemUTC(),
            new StreamerMetrics(new PrometheusRegistry(), HistogramKind.CLASSIC),
            new HealthReport.Identity("i", List.of()),
            List.of("m"),
            "Kafka at a:1");

    @Test
    void saysWhatItWaitsForUntilItIsReady() {
        assertReport("waiting", "Kafka at a:1");
        status.waiting("the topics images");
        assertReport("waiting", "the topics images");
        status.waiting("");
        assertReport("waiting", "the first model");
        status.model("m").live(new ModelRef("m", "1", "ab".repeat(32)), Duration.ZERO);
        assertReport("starting", "Kafka Streams to start");
        status.streams(KafkaStreams.State.REBALANCING);
        assertReport("rebalancing", "the consumer group to give this instance its partitions");
        status.streams(KafkaStreams.State.RUNNING);
        assertReport("running", "");
        assertThat(status.report().ready()).isTrue();
        status.model("m").waiting("the file of m@2");
        assertReport("running", "the file of m@2");
    }

    /** Created is what the model decides: see above. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CREATED")
    void calledAsItIsDocumentedInEachStateOfStreams(KafkaStreams.State streams) {
        status.model("m").live(new ModelRef("m", "1", "ab".repeat(32)), Duration.ZERO);
        status.streams(streams);

        HealthState expected = HealthState.valueOf(streams.name());
        assertThat(status.report().state()).isEqualTo(expected.tag());
        assertThat(status.report().live()).isEqualTo(expected.live());
        assertThat(status.report().ready()).isEqualTo(streams == KafkaStreams.State.RUNNING);
    }

    private void assertReport(String state, String waitingFor) {
        assertThat(status.report().state()).isEqualTo(state);
        assertThat(status.report().waitingFor()).isEqualTo(waitingFor);
        assertThat(status.report().live()).isTrue();
    }
}
