package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.RunningStreamer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What {@code check} says of the consumer group. */
class CheckGroupIT extends CheckCommandCase {
    @Test
    void saysWhereAGroupWithoutProgressWillBegin() {
        cluster.createTopics();
        cluster.publish("1", 1);
        cluster.sendImages(40);
        assertThat(check("--start=latest").done())
                .contains(
                        "group odradek: has never run: it will begin with the first image that comes after its start");
        assertThat(check("--start=PT1H").done())
                .contains("it will begin with the first image that is not older than PT1H when it starts");

        try (RunningStreamer streamer =
                RunningStreamer.start(with(cluster.settings(), Setting.START, "latest"), Map.of())) {
            streamer.awaitModel("1");
        }

        assertThat(check("--start=latest").done()).contains("group odradek: 0 record(s) of topic images behind");
    }

    @Test
    void knowsAGroupOfTheStreamsProtocol() {
        cluster.createTopics();
        cluster.publish("1", 1);
        try (RunningStreamer streamer =
                RunningStreamer.start(cluster.settings(), Map.of("group.protocol", "streams"))) {
            streamer.awaitModel("1");
            cluster.sendImages(40);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> cluster.count("predictions") == 40);

            assertThat(check().done())
                    .containsPattern("ok +group odradek: [1-9]\\d* member\\(s\\)")
                    .doesNotContain("group odradek: may be described")
                    .doesNotContain("has never run");
        }
        assertThat(check().done())
                .contains("warn  group odradek: no instance is running")
                .contains("ok    group odradek: 0 record(s) of topic images behind");
    }

    @Test
    void countsMembersLagAndWhatRetentionTook() throws ExecutionException, InterruptedException {
        cluster.createTopics();
        cluster.publish("1", 1);
        try (RunningStreamer streamer = RunningStreamer.start(cluster.settings(), Map.of())) {
            streamer.awaitModel("1");
            cluster.sendImages(100);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> cluster.count("predictions") == 100);
            assertThat(check().done()).containsPattern("ok +group odradek: [1-9]\\d* member\\(s\\)");
        }
        cluster.sendImages(40);

        assertThat(check().done())
                .contains("warn  group odradek: no instance is running\n        streamer run --bootstrap-servers ")
                .contains("ok    group odradek: 40 record(s) of topic images behind");

        deleteImages(30);

        assertThat(failed())
                .contains("FAIL  group odradek: 20 record(s) of topic images were deleted by retention")
                .contains("ok    group odradek: 20 record(s) of topic images behind");
    }

    /** Up to that offset in each partition, as retention does; 25 of each partition's images were classified. */
    private void deleteImages(long before) throws ExecutionException, InterruptedException {
        Map<TopicPartition, RecordsToDelete> records = new HashMap<>();
        for (int p = 0; p < Cluster.PARTITIONS; p++) {
            records.put(new TopicPartition("images", p), RecordsToDelete.beforeOffset(before));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.deleteRecords(records).all().get();
        }
    }

    private static Map<Setting, String> with(Map<Setting, String> map, Setting key, String value) {
        Map<Setting, String> all = new HashMap<>(map);
        all.put(key, value);
        return all;
    }
}
