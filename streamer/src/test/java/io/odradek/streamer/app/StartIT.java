package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.model.TestModels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a new group begins, and that images which are there are not skipped later. */
class StartIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int EACH = 40;

    private Cluster cluster;

    @BeforeEach
    void startBroker() {
        cluster = Cluster.withModel();
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource({
        "earliest, streams, exactly_once_v2, 0",
        "PT1H, classic, exactly_once_v2, 40",
        "PT1H, streams, at_least_once, 40",
        "latest, classic, at_least_once, 80",
        "latest, streams, exactly_once_v2, 80",
    })
    void beginsWhereItIsToldTo(String start, String protocol, String guarantee, int skipped) {
        send(EACH, Duration.ofHours(2));
        send(EACH, Duration.ofMinutes(10));
        Map<Setting, String> settings = settings(start);
        settings.put(Setting.PROCESSING_GUARANTEE, guarantee);

        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of("group.protocol", protocol))) {
            streamer.awaitModel("0");
            send(EACH, Duration.ZERO);
            cluster.awaitAnswers(3 * EACH - skipped);
        }
        assertThat(answered()).isEqualTo(offsets(skipped / Cluster.PARTITIONS, 3 * EACH / Cluster.PARTITIONS));

        send(EACH, Duration.ofHours(3));
        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of("group.protocol", protocol))) {
            streamer.awaitModel("0");
            cluster.awaitAnswers(4 * EACH - skipped);
        }
        assertThat(answered())
                .as("what came while it was stopped is not skipped")
                .isEqualTo(offsets(skipped / Cluster.PARTITIONS, 4 * EACH / Cluster.PARTITIONS));
        assertThat(Account.of(cluster).duplicates()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void skipsNothingThatIsLeftWhenRetentionRemovedWhatWasNext(String protocol) throws Exception {
        try (RunningStreamer streamer = RunningStreamer.start(settings("latest"), Map.of("group.protocol", protocol))) {
            streamer.awaitModel("0");
            send(EACH, Duration.ZERO);
            cluster.awaitAnswers(EACH);
        }
        send(EACH, Duration.ZERO);
        cluster.removeBefore("images", Map.of(0, 15L, 1, 12L));

        try (RunningStreamer streamer = RunningStreamer.start(settings("latest"), Map.of("group.protocol", protocol))) {
            streamer.awaitModel("0");
            cluster.awaitAnswers(2 * EACH - 5 - 2);
            streamer.await(h -> h.operation().lost().startsWith("7 images since start"));
        }

        Set<String> expected = offsets(0, 2 * EACH / Cluster.PARTITIONS);
        IntStream.range(10, 15).forEach(offset -> expected.remove("0@" + offset));
        IntStream.range(10, 12).forEach(offset -> expected.remove("1@" + offset));
        assertThat(answered()).isEqualTo(expected);
    }

    @Test
    void readsAPartitionThatIsAddedLaterFromItsBeginning() throws Exception {
        try (RunningStreamer streamer = RunningStreamer.start(settings("latest"), Map.of())) {
            streamer.awaitModel("0");
            send(EACH, Duration.ZERO);
            cluster.awaitAnswers(EACH);
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            NewPartitions more = NewPartitions.increaseTo(Cluster.PARTITIONS + 1);
            admin.createPartitions(Map.of("images", more, "predictions", more))
                    .all()
                    .get();
        }
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> cluster.count("images") == EACH);
        cluster.sendAll(10, i -> new ProducerRecord<>("images", Cluster.PARTITIONS, null, TestModels.image(0)));

        try (RunningStreamer streamer = RunningStreamer.start(settings("latest"), Map.of())) {
            streamer.awaitModel("0");
            cluster.awaitAnswers(EACH + 10);
        }

        assertThat(Account.of(cluster).lost()).isEmpty();
    }

    @Test
    void agreesOnOneStartWhenManyInstancesStartAtOnce() {
        send(EACH, Duration.ofMinutes(1));
        List<RunningStreamer> streamers = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                Map<Setting, String> settings = settings("latest");
                settings.put(Setting.THREADS, "1");
                streamers.add(RunningStreamer.start(settings, Map.of()));
            }
            streamers.forEach(streamer -> streamer.awaitModel("0"));
            send(EACH, Duration.ZERO);
            cluster.awaitAnswers(EACH);
        } finally {
            streamers.forEach(RunningStreamer::close);
        }

        assertThat(answered()).isEqualTo(offsets(EACH / Cluster.PARTITIONS, 2 * EACH / Cluster.PARTITIONS));
    }

    private Map<Setting, String> settings(String start) {
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.START, start);
        return settings;
    }

    private void send(int count, Duration age) {
        long time = System.currentTimeMillis() - age.toMillis();
        cluster.sendAll(
                count,
                i -> new ProducerRecord<>("images", i % Cluster.PARTITIONS, time, null, TestModels.image(i % 3)));
    }

    private Set<String> answered() {
        return cluster.read("predictions").stream()
                .map(r -> r.partition() + "@"
                        + Account.json(r)
                                .getAsJsonObject("source")
                                .get("offset")
                                .getAsLong())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> offsets(int from, int to) {
        Set<String> offsets = new TreeSet<>();
        for (int partition = 0; partition < Cluster.PARTITIONS; partition++) {
            for (int offset = from; offset < to; offset++) {
                offsets.add(partition + "@" + offset);
            }
        }
        return offsets;
    }
}
