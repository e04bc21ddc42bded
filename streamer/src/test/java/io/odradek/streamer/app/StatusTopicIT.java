package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.model.BadModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusTopicIT {
    private static final String FAILURES = "odradek_status_failures_total";

    private Cluster cluster;

    @BeforeEach
    void startBroker() {
        cluster = new Cluster();
        cluster.createTopics();
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @Test
    void tellsARefusalOnceForEachProcess() {
        cluster.publish("0", 0);
        cluster.artefact("1", BadModel.NAN_WEIGHTS.file("1"));
        cluster.point("1", "0");

        for (String instance : List.of("a", "b")) {
            Map<Setting, String> settings = cluster.settings();
            settings.put(Setting.INSTANCE, instance);
            try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
                streamer.awaitModel("0");
            }
        }

        assertThat(cluster.read("models-status"))
                .extracting(StatusTopicIT::summary)
                .containsExactly("a: 1 refused output", "a: 0 live null", "b: 1 refused output", "b: 0 live null");
    }

    @Test
    void harmsNothingWhenTheTopicTakesNoRecord() throws Exception {
        cluster.configure("models-status", "max.message.bytes", "1");
        Map<Setting, String> settings = cluster.settings();
        HttpPort http = new HttpPort();
        settings.put(Setting.HTTP_PORT, http.number());
        cluster.publish("0", 0);

        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
            streamer.awaitModel("0");
            awaitFailures(http, 1);
            cluster.publish("1", 1, "0");
            streamer.awaitModel("1");
            awaitFailures(http, 2);
            assertThat(streamer.health().live()).isTrue();
        }

        assertThat(cluster.read("models-status")).isEmpty();
    }

    private static void awaitFailures(HttpPort http, double expected) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> http.metric(FAILURES) == expected);
    }

    private static String summary(ConsumerRecord<byte[], byte[]> record) {
        JsonObject json = Account.json(record);
        return new String(record.key(), java.nio.charset.StandardCharsets.UTF_8) + ": "
                + json.get("version").getAsString() + " " + json.get("result").getAsString() + " "
                + (json.get("stage").isJsonNull() ? "null" : json.get("stage").getAsString());
    }
}
