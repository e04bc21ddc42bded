package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.streamer.kit.Cluster;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Where {@code replay} looks for images and for what was said of them, and what it says where they are not there. */
class ReplayHistoryIT extends ReplayCase {
    private static final int LATER = 20_000;

    @Test
    void goesOnWithWhatRetentionHasLeftAndSaysWhatIsGone() {
        // Given
        cluster.removeBefore("images", Map.of(2, 5L));

        // When
        CommandRun replayed = replay("--model=test-model@0", "--from=2", "--to=20");

        // Then
        assertThat(replayed.code()).as(replayed.toString()).isEqualTo(ExitCode.FAILED.code());
        assertThat(replayed.out())
                .contains("images-2@2 to images-2@4 are gone: retention has removed them\n")
                .contains("NOT the whole range (retention has removed part of it), by test-model@0")
                .endsWith(": 0 of 69 labels changed (0.00%)\n");
        JsonObject json =
                replay("--model=test-model@0", "--from=2", "--to=20", "--json").json();
        assertThat(json.get("complete").getAsBoolean()).isFalse();
        assertThat(json.get("gone")).hasToString("[{\"partition\":2,\"from\":2,\"to\":5,\"certain\":true}]");

        // Of what is there now, nothing is gone.
        replay("--model=test-model@0").done();
        // By time it may be, unless the topic keeps it for longer.
        assertThat(replay("--model=test-model@0", "--from=1970-01-01T00:00:00Z").out())
                .contains("images-2@0 to images-2@4 are gone and may have been of the range\n");
        replay("--model=test-model@0", "--from=PT1H").done();

        // All of it:
        cluster.removeBefore("images", Map.of(0, 10L, 1, 10L, 2, 10L, 3, 10L));
        assertThat(replay("--model=test-model@0", "--from=0", "--to=10").refused())
                .contains("topic images at " + cluster.bootstrapServers()
                        + " has no image in the range from --from to --to: retention has removed all of it: images-")
                .contains("images-2@0 to images-2@9");
    }

    @Test
    void countsImagesWithoutAPredictionOfThen() {
        // Given images that no streamer has answered, and predictions that retention has removed
        cluster.sendImages(8);
        cluster.removeBefore("predictions", Map.of(0, 3L));
        cluster.sendAll(1, i -> new ProducerRecord<>("predictions", 1, null, Cluster.utf8("no prediction")));

        // When
        CommandRun replayed = replay("--model=test-model@0", "--json");

        // Then
        replayed.done();
        assertThat(replayed.json().get("compared"))
                .hasToString("{\"images\":87,\"same\":87,\"changed\":0,\"withoutThen\":11,\"rejectedNow\":0}");
        assertThat(replayed.json().get("predictionsGone").getAsBoolean()).isTrue();
        assertThat(replayed.json().get("unidentified").getAsInt()).isEqualTo(1);
        assertThat(replay("--model=test-model@0").out())
                .contains(
                        "11 have no prediction of then; retention has removed predictions, theirs may be among them\n")
                .contains("1 records in topic predictions are no predictions\n");
    }

    @Test
    void readsNoMorePredictionsThanItTakesToFindEachImages() {
        // Given a partition in which much follows what is looked for
        cluster.sendAll(LATER, i -> new ProducerRecord<>("predictions", 1, null, Cluster.utf8("no prediction")));

        // When
        JsonObject json = replay("--model=test-model@0", "--partitions=1", "--to=20", "--json")
                .json();

        // Then
        assertThat(json.get("compared"))
                .hasToString("{\"images\":20,\"same\":20,\"changed\":0,\"withoutThen\":0,\"rejectedNow\":0}");
        assertThat(json.get("unidentified").getAsInt()).isLessThan(LATER / 2);

        // and all of them where an image has none.
        assertThat(replay("--model=test-model@0", "--partitions=1", "--json")
                        .json()
                        .get("unidentified")
                        .getAsInt())
                .isEqualTo(LATER);
    }

    @Test
    void findsPredictionsInATopicOfAnotherNumberOfPartitions() throws Exception {
        // Given a copy of the predictions in fewer partitions, and in no order
        create("copied", 3, Map.of());
        List<ConsumerRecord<byte[], byte[]>> all = cluster.read("predictions");
        cluster.sendAll(
                all.size(),
                i -> new ProducerRecord<>(
                        "copied", i % 3, null, all.get(all.size() - 1 - i).value()));

        // When
        JsonObject json = replay("--model=test-model@0", "--predictions=copied", "--partitions=1", "--json")
                .json();

        // Then
        assertThat(json.get("compared"))
                .hasToString("{\"images\":23,\"same\":23,\"changed\":0,\"withoutThen\":0,\"rejectedNow\":0}");
        assertThat(json.get("foreign").getAsInt()).isEqualTo(GOOD - 23);

        // and writes to none that has fewer than the images.
        assertThat(replay("--model=test-model@0", "--output-topic=copied").refused())
                .isEqualTo("streamer: --output-topic: topic copied has 3 partitions, the images have 4; a prediction is"
                        + " written to its image's partition number:\n  kafka-topics.sh --bootstrap-server "
                        + cluster.bootstrapServers() + " --alter --topic copied --partitions 4\n");
        grow("images", 6);
        assertThat(replay("--model=test-model@0").done()).endsWith(": 0 of 90 labels changed (0.00%)\n");
    }

    private void grow(String topic, int partitions) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                    .all()
                    .get();
        }
    }
}
