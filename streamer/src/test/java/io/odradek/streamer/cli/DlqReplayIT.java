package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.message.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code dlq replay} through the command line, on a real broker. */
class DlqReplayIT extends CommandCase {
    private static final byte[] VALUE = {1, 2, 3};

    @BeforeEach
    void createTopics() {
        cluster.createTopics();
    }

    @Test
    void sendsTheImageAsItWasReceivedToItsPartitionAndSaysWhereItComesFrom() {
        ProducerRecord<byte[], byte[]> letter = DeadLetterRecords.of(new Source("images", 3, 90), VALUE);
        List<Header> added = List.of(letter.headers().toArray());
        added.forEach(header -> letter.headers().remove(header.key()));
        letter.headers().add("odradek-id", Cluster.utf8("a")).add("odradek-reason", Cluster.utf8("its own"));
        added.forEach(letter.headers()::add);
        cluster.send(letter);
        long before = System.currentTimeMillis();

        JsonObject json = replay("--all", "--json").json();

        assertThat(json.get("sent").getAsInt()).isEqualTo(1);
        List<ConsumerRecord<byte[], byte[]>> images = cluster.read("images");
        assertThat(images).hasSize(1);
        ConsumerRecord<byte[], byte[]> image = images.get(0);
        assertThat(image.partition()).isEqualTo(3);
        assertThat(image.key()).isEqualTo(Cluster.utf8("key images-3@90"));
        assertThat(image.value()).isEqualTo(VALUE);
        assertThat(image.timestamp()).as("a new image").isGreaterThanOrEqualTo(before);
        assertThat(Arrays.stream(image.headers().toArray())
                        .map(header -> header.key() + "=" + DeadLetterRecords.text(image, header.key())))
                .containsExactly(
                        "odradek-id=a",
                        "odradek-reason=its own",
                        "odradek-replayed=images-dlq-3@0",
                        "odradek-replays=1",
                        "odradek-replayed-image=images-3@90",
                        "odradek-replayed-time=" + DeadLetterRecords.TIME);
        assertThat(inspected()).contains("images-dlq: 1 dead letters, 1 of them sent again");
    }

    @Test
    void sendsNothingTwiceAndEachImageOnceThoughItHasTwoDeadLetters() {
        letters(40);
        cluster.send(DeadLetterRecords.of(new Source("images", 1, 101), VALUE));

        assertThat(replay("--all").done())
                .contains("images-dlq: 41 dead letters chosen, 40 sent", "1 further dead letters of an image");
        assertThat(replay("--all").done())
                .contains("images-dlq: 41 dead letters chosen, 0 sent", "41 sent before, by an earlier replay");

        assertThat(DeadLetterRecords.sent(cluster))
                .hasSize(40)
                .allSatisfy((letter, times) -> assertThat(times).isOne());
        assertThat(cluster.read("images")).allMatch(image -> image.timestamp() > DeadLetterRecords.TIME.toEpochMilli());
    }

    @Test
    void sendsAnImageOnceThoughEachOfItsDeadLettersIsChosenByItsOffset() {
        letters(8);
        cluster.send(DeadLetterRecords.of(new Source("images", 1, 101), VALUE));

        assertThat(replay("--partition=1", "--offset=1").done()).contains("1 dead letters chosen, 1 sent");
        assertThat(replay("--partition=1", "--offset=2").done())
                .contains("1 dead letters chosen, 0 sent", "1 further dead letters of an image");
    }

    @Test
    void tellsInADryRunWhatItWouldSendAndSendsNothing() {
        letters(5);
        cluster.send(DeadLetterRecords.of(new Source("images", 0, 7), "EMPTY", null));

        String told = replay("--dry-run", "--reason=EMPTY,WRONG_SIZE").done();

        assertThat(told)
                .contains("images-dlq: 6 dead letters chosen, 6 would be sent")
                .containsPattern("EMPTY +1 +1\n")
                .containsPattern("WRONG_SIZE +5 +5\n");
        assertThat(cluster.count("images")).isZero();
        assertThat(cluster.count("images-dlq")).isEqualTo(6);
    }

    @Test
    void sendsWhatIsChosenByReasonTimeAndPlace() {
        letters(8);
        cluster.send(DeadLetterRecords.of(new Source("images", 0, 7), "EMPTY", null));

        assertThat(replay("--reason=EMPTY", "--json").json().get("sent").getAsInt())
                .isEqualTo(1);
        assertThat(replay("--partition=2", "--offset=1", "--json")
                        .json()
                        .get("sent")
                        .getAsInt())
                .isEqualTo(1);
        assertThat(replay("--from=" + DeadLetterRecords.TIME.plusMillis(1), "--json")
                        .json()
                        .get("chosen")
                        .getAsInt())
                .isZero();
        assertThat(replay("--to=" + DeadLetterRecords.TIME, "--json")
                        .json()
                        .get("chosen")
                        .getAsInt())
                .isZero();
        assertThat(DeadLetterRecords.sent(cluster)).containsOnlyKeys("images-dlq-0@2", "images-dlq-2@1");
        assertThat(replay("--from=" + DeadLetterRecords.TIME, "--keep-timestamps", "--json")
                        .json()
                        .get("sent")
                        .getAsInt())
                .isEqualTo(7);
        assertThat(cluster.read("images"))
                .filteredOn(image -> image.timestamp() == DeadLetterRecords.TIME.toEpochMilli())
                .hasSize(7);
    }

    @Test
    void sendsAnImageThatWasRefusedAgainOnlyWhereMoreAttemptsAreAllowed() {
        ProducerRecord<byte[], byte[]> again = DeadLetterRecords.of(new Source("images", 0, 500), VALUE);
        again.headers()
                .add("odradek-replayed", Cluster.utf8("images-dlq-0@0"))
                .add("odradek-replays", Cluster.utf8("1"))
                .add("odradek-replayed-image", Cluster.utf8("images-0@3"))
                .add("odradek-replayed-time", Cluster.utf8("2026-01-01T00:00:00Z"));
        cluster.send(again);

        assertThat(replay("--all").done()).contains("1 sent again and refused again");
        assertThat(cluster.count("images")).isZero();
        assertThat(replay("--all", "--attempts=2").done()).contains("1 sent\n");

        ConsumerRecord<byte[], byte[]> image = cluster.read("images").get(0);
        assertThat(DeadLetterRecords.text(image, "odradek-replays")).isEqualTo("2");
        assertThat(DeadLetterRecords.text(image, "odradek-replayed-image")).isEqualTo("images-0@3");
        assertThat(DeadLetterRecords.text(image, "odradek-replayed-time")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(image.headers().headers("odradek-replays")).hasSize(1);
    }

    @Test
    void namesWhatCannotBeSentWithTheReasonAndSendsTheRest() {
        letters(4);
        cluster.send(DeadLetterRecords.of(new Source("elsewhere", 0, 1), VALUE));
        cluster.send(DeadLetterRecords.of(new Source("gone", 0, 2), VALUE));
        cluster.send(DeadLetterRecords.of(new Source("images", 4, 3), VALUE));
        ProducerRecord<byte[], byte[]> omitted = DeadLetterRecords.of(new Source("images", 1, 4), null);
        omitted.headers().add("odradek-omitted", Cluster.utf8("value"));
        cluster.send(omitted);
        cluster.send(DeadLetterRecords.of(new Source("images", 1, 5), new byte[1_048_500]));
        ProducerRecord<byte[], byte[]> lost = DeadLetterRecords.of(new Source("images", 1, 6), VALUE);
        lost.headers().remove("__streams.errors.topic");
        cluster.send(lost);
        cluster.send(new ProducerRecord<>("images-dlq", 2, null, VALUE));

        CommandRun run = replay("--all", "--routes=images=m,gone=m", "--json");

        assertThat(run.code()).as(run.toString()).isEqualTo(1);
        JsonObject json = run.json();
        assertThat(json.get("chosen").getAsInt()).isEqualTo(10);
        assertThat(json.get("sent").getAsInt()).isEqualTo(4);
        assertThat(json.get("foreign").getAsInt()).isEqualTo(1);
        JsonObject notSent = json.getAsJsonObject("notSent");
        for (String kind : List.of("noOrigin", "otherTopic", "noTopic", "noPartition", "leftOut", "tooLarge")) {
            assertThat(notSent.get(kind).getAsInt()).as(kind).isEqualTo(1);
            assertThat(json.getAsJsonObject("named").getAsJsonArray(kind)).hasSize(1);
        }
        assertThat(DeadLetterRecords.sent(cluster)).hasSize(4);
        CommandRun text = replay("--all", "--routes=images=m,gone=m");
        assertThat(text.code()).isEqualTo(1);
        assertThat(text.out())
                .contains(
                        "4 sent before",
                        "1 larger than their topic takes: raise its max.message.bytes\n    images-dlq-1@")
                .contains("1 records of other programs");
    }

    @Test
    void ofSeveralAtATimeOneGoesOnToTheEndAndEachImageIsThereOnce() throws Exception {
        letters(2_000);
        List<CompletableFuture<CommandRun>> runs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            runs.add(CompletableFuture.supplyAsync(() -> replay("--all", "--rate=500")));
            TimeUnit.MILLISECONDS.sleep(700);
        }

        // None of them goes on beside the next test.
        List<CommandRun> ended = runs.stream().map(CompletableFuture::join).toList();
        int done = 0;
        for (CommandRun run : ended) {
            if (run.code() == 0) {
                done++;
            } else {
                assertThat(run.refused())
                        .contains("another replay of this topic has begun")
                        .contains("run the same command again, it sends none of them twice");
            }
        }
        assertThat(done).as("that went on to the end").isPositive();
        assertThat(DeadLetterRecords.sent(cluster))
                .hasSize(2_000)
                .allSatisfy((letter, times) -> assertThat(times).isOne());
    }

    @Test
    void overlooksNoMarkBehindATransactionThatIsStillOpen() throws Exception {
        letters(4);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "transactional.id",
                "t",
                "transaction.timeout.ms",
                60_000);
        try (KafkaProducer<byte[], byte[]> streamer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            streamer.initTransactions();
            streamer.beginTransaction();
            for (int partition = 0; partition < Cluster.PARTITIONS; partition++) {
                streamer.send(DeadLetterRecords.of(new Source("images", partition, 1_000), VALUE))
                        .get();
                // As an earlier replay of the first four would have left them, behind the transaction.
                ProducerRecord<byte[], byte[]> mark =
                        new ProducerRecord<>("images-dlq", partition, Cluster.utf8("mark"), new byte[0]);
                mark.headers()
                        .add(
                                "odradek-replay-mark",
                                Cluster.utf8("0 " + DeadLetterRecords.TIME.toEpochMilli() + " images-" + partition
                                        + "@100"));
                cluster.send(mark);
            }
            CompletableFuture<CommandRun> run = CompletableFuture.supplyAsync(() -> replay("--all", "--json"));
            TimeUnit.SECONDS.sleep(2);
            assertThat(run).isNotDone();
            streamer.commitTransaction();

            JsonObject json = run.get().json();
            assertThat(json.getAsJsonObject("notSent").get("sentBefore").getAsInt())
                    .isEqualTo(4);
            assertThat(json.get("sent").getAsInt()).isEqualTo(4);
        }
        assertThat(DeadLetterRecords.sent(cluster)).hasSize(4);
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        CommandRun none = replay();
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("expected either --all or a choice");
        assertThat(replay("--partition=4").err()).contains("--partition is 4, allowed: 0 to 3");
        assertThat(replay("--all", "--dlq-topic=nothing").refused()).contains("there is no topic nothing");
        assertThat(replay("--reason=EMPTY").done()).isEqualTo("images-dlq: 0 dead letters chosen, 0 sent\n");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            assertThat(admin.listGroups().all().get()).isEmpty();
        }
    }

    private void letters(int count) {
        cluster.sendAll(
                count,
                i -> DeadLetterRecords.of(
                        new Source("images", i % Cluster.PARTITIONS, 100 + i / Cluster.PARTITIONS), VALUE));
    }

    private String inspected() {
        return CommandRun.on(cluster, "dlq", "inspect").done();
    }

    private CommandRun replay(String... options) {
        String[] all = new String[options.length + 1];
        all[0] = "replay";
        System.arraycopy(options, 0, all, 1, options.length);
        return run("dlq", all);
    }
}
