package io.odradek.streamer.cli;

import io.odradek.broker.Topics;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.model.TestModels;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;

/** {@code replay} through the command line, of what a real streamer answered. */
abstract class ReplayCase extends CommandCase {
    static final int GOOD = 90;
    static final int BAD = 7;

    /** Of the first image; the others follow by a millisecond. */
    final Instant first = Instant.now().minus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.SECONDS);

    @BeforeEach
    void answerImages() {
        cluster.createModel();
        cluster.sendAll(
                GOOD,
                i -> new ProducerRecord<>(
                        "images",
                        i % Cluster.PARTITIONS,
                        first.toEpochMilli() + i,
                        Cluster.utf8("key-" + i),
                        TestModels.image(i % 3),
                        new RecordHeaders(List.of(new RecordHeader("odradek-id", Cluster.utf8("id-" + i))))));
        cluster.sendAll(BAD, i -> new ProducerRecord<>("images", i % 4, null, Cluster.utf8("no image " + i)));
        try (RunningStreamer streamer = RunningStreamer.start(cluster.settings(), Map.of())) {
            streamer.awaitModel("0");
            cluster.awaitAnswers(GOOD);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> cluster.read("images-dlq").size() == BAD);
        }
    }

    CommandRun replay(String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add("--model-name=" + TestModels.NAME);
        arguments.add("--model-probe-seconds=0");
        arguments.add("--threads=2");
        return run("replay", arguments.toArray(new String[0]));
    }

    /** Makes a topic of so many partitions. */
    void create(String topic, int partitions, Map<String, String> settings) {
        Topics.create(
                cluster.bootstrapServers(),
                List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings)));
    }

    List<String> groups() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            return admin.listGroups().all().get().stream()
                    .map(GroupListing::groupId)
                    .toList();
        }
    }
}
