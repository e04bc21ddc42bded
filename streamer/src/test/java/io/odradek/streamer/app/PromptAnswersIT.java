package io.odradek.streamer.app;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.RunningStreamer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer to the last image that came waits neither for company nor for the next commit. */
class PromptAnswersIT {
    /** Longer than the test waits; a producer may wait for its records as long as this and a request. */
    private static final Map<String, String> PATIENT = Map.of(
            "linger.ms", "60000",
            "producer.delivery.timeout.ms", "180000",
            "producer.transaction.timeout.ms", "180000",
            "commit.interval.ms", "60000");

    private static final int BURSTS = 5;
    private static final int IN_A_BURST = 25;

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void areThereAlthoughProducerAndCommitWouldWaitForAMinute(String guarantee) {
        try (Cluster cluster = Cluster.withModel()) {
            Map<Setting, String> settings = new HashMap<>(cluster.settings());
            settings.put(Setting.PROCESSING_GUARANTEE, guarantee);
            try (RunningStreamer streamer = RunningStreamer.start(settings, PATIENT)) {
                streamer.awaitModel("0");
                for (int images : List.of(1, 2, 4)) {
                    cluster.sendImages(images);
                    awaitAnswers(cluster, 2 * images - 1);
                }
                // Images some milliseconds apart: under exactly-once the commit of a last one is put off.
                for (int i = 1; i <= BURSTS; i++) {
                    IntStream.range(0, IN_A_BURST).forEach(image -> cluster.sendImages(1));
                    awaitAnswers(cluster, 7 + i * IN_A_BURST);
                }
            }
        }
    }

    private static void awaitAnswers(Cluster cluster, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> cluster.read("predictions").size() == count);
    }
}
