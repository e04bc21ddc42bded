package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.kit.SpecialProducers;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.PredictionSerializer;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code verify} through the command line, on what a real streamer answered, and on faults that were planted in it. */
class VerifyIT extends CommandCase {
    private static final int GOOD = 80;
    private static final int BAD = 7;
    private static final String EXACTLY_ONCE = "--processing-guarantee=exactly_once_v2";

    @BeforeEach
    void answerImages() {
        cluster.createModel();
        cluster.sendImages(GOOD);
        SpecialProducers.transaction(
                cluster,
                List.of(
                        new ProducerRecord<>("images", 0, null, TestModels.image(0)),
                        new ProducerRecord<>("images", 1, null, TestModels.image(1))),
                false);
        cluster.sendAll(BAD, i -> new ProducerRecord<>("images", i % 4, null, Cluster.utf8("no image " + i)));
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.PROCESSING_GUARANTEE, "exactly_once_v2");
        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
            streamer.awaitModel("0");
            cluster.awaitAnswers(GOOD);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> cluster.read("images-dlq").size() == BAD);
        }
    }

    @Test
    void accountsForEveryImageAndAsksSomeAgainAndChangesNothing() throws Exception {
        // Given
        List<Long> before = sizes();

        // When
        CommandRun verified = verify("--json", "--sample=1000", EXACTLY_ONCE, "--model-probe-seconds=0");

        // Then
        verified.done();
        JsonObject json = verified.json();
        assertThat(json.get("ok").getAsBoolean()).isTrue();
        assertThat(json.get("total"))
                .hasToString(
                        "{\"inputs\":87,\"predicted\":80,\"deadLettered\":7,\"pending\":0,\"unknown\":0,\"lost\":0,"
                                + "\"repeated\":0,\"both\":0,\"outOfOrder\":0,\"strange\":0}");
        assertThat(json.getAsJsonArray("partitions")).hasSize(4);
        assertThat(json.get("sample"))
                .hasToString(
                        "{\"sampled\":87,\"agree\":87,\"differ\":0,\"modelGone\":0,\"differing\":[],\"notes\":[]}");
        assertThat(sizes()).isEqualTo(before);
        assertThat(groups()).containsExactly("odradek");

        // When the version was pruned it cannot be asked, and that is no fault.
        cluster.artefact("0", null);
        CommandRun pruned = verify("--json", "--sample=20", EXACTLY_ONCE);

        pruned.done();
        JsonObject sample = pruned.json().getAsJsonObject("sample");
        assertThat(sample.get("modelGone").getAsInt()).isEqualTo(20);
        assertThat(texts(sample.getAsJsonArray("notes")))
                .containsExactly("test-model@0 was not asked: its file is not in topic models any more");
    }

    @Test
    void printsATableAndWritesTheSameForProgramsOfTheRangeThatIsWanted() throws IOException {
        // Given
        cluster.sendImages(4);
        Path file = dir.resolve("report.json");

        // When
        String out = verify("--from=10", "--json=" + file).done();

        // Then
        assertThat(out.lines().map(line -> line.replaceAll(" {2,}", "|")))
                .contains(
                        "PARTITION|INPUTS|PREDICTED|DEAD LETTERS|PENDING|UNKNOWN|LOST|REPEATED|BOTH|OUT OF ORDER|STRANGE")
                .contains("all|51|40|7|4|0|0|0|0|0|0")
                .endsWith("all is accounted for; 4 pending: group odradek has not come to them");
        JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        assertThat(json.getAsJsonObject("total").get("pending").getAsInt()).isEqualTo(4);
        assertThat(json.get("sample").isJsonNull()).isTrue();
        assertThat(verify("--from=0", "--to=10").done()).contains("all        40      40");
        assertThat(verify("--from=PT1H", "--to=PT0S").done()).contains("all is accounted for");
        assertThat(verify("--from=P36500D").done()).as("before 1970").contains("all is accounted for");
        assertThat(verify("--to=2020-01-01T00:00:00Z").done()).contains("all        0");
        cluster.removeBefore("images", Map.of(2, 5L));
        assertThat(verify().done())
                .contains(
                        "all        86", "5 answers to images that retention or compaction has removed, not counted\n");
        long start = System.nanoTime();
        verify("--rate=20").done();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("86 images and as many answers, 20 a second")
                .isGreaterThan(Duration.ofSeconds(6));
        assertThat(verify("--dlq=nothing").refused())
                .isEqualTo("streamer: there is no topic nothing at " + cluster.bootstrapServers()
                        + ": name the right one with --dlq\n");
    }

    @Test
    void callsUnknownWhatRetentionMayHaveRemoved() throws Exception {
        // Kept for 7 days, whatever their size: what is missing was not removed for its age.
        long sixth = cluster.read("predictions").stream()
                .filter(answer -> answer.partition() == 1)
                .mapToLong(ConsumerRecord::offset)
                .sorted()
                .skip(5)
                .findFirst()
                .orElseThrow();
        cluster.removeBefore("predictions", Map.of(1, sixth));
        assertThat(verify().out()).endsWith("NOT all is accounted for: 5 lost\n");

        cluster.configure("predictions", "retention.bytes", "1000000");

        CommandRun verified = verify("--json");
        verified.done();
        assertThat(verified.json().getAsJsonObject("total").get("unknown").getAsInt())
                .isEqualTo(5);
        assertThat(verify().done()).contains("5 unknown: no answer is there").endsWith("all is accounted for\n");

        // Behind an answer that is left nothing was removed.
        RecordMetadata lost = cluster.send(new ProducerRecord<>("images", 1, null, TestModels.image(1)));
        commitPast(lost);
        assertThat(verify().out())
                .contains("5 unknown: no answer is there")
                .endsWith("NOT all is accounted for: 1 lost\n");
        assertThat(verify("--from=1:" + lost.offset(), "--to=1:" + (lost.offset() + 1))
                        .out())
                .as("also where such an answer is older than the range")
                .doesNotContain("unknown:")
                .endsWith("NOT all is accounted for: 1 lost\n");
    }

    @Test
    void callsNoReasonWrongThatAnotherModelOrAnotherLimitMayHaveHad() throws Exception {
        for (String reason : List.of("WRONG_SIZE", "TOO_MANY_PIXELS", "CORRUPT_IMAGE")) {
            RecordMetadata image = cluster.send(new ProducerRecord<>("images", 0, null, TestModels.image(0)));
            ProducerRecord<byte[], byte[]> letter =
                    DeadLetterRecords.of(new Source("images", 0, image.offset()), reason, TestModels.image(0));
            cluster.send(new ProducerRecord<>(
                    "images-dlq", 0, image.timestamp(), letter.key(), letter.value(), letter.headers()));
            commitPast(image);
        }

        CommandRun verified = verify("--json", "--sample=1000", EXACTLY_ONCE);

        JsonObject sample = verified.json().getAsJsonObject("sample");
        assertThat(sample.get("modelGone").getAsInt()).isEqualTo(2);
        assertThat(texts(sample.getAsJsonArray("notes")))
                .anyMatch(note -> note.startsWith("a dead letter for WRONG_SIZE does not say which version refused it"))
                .anyMatch(note ->
                        note.contains("pixels are TOO_MANY_PIXELS here: unless odradek.image.max.pixels is set"));
        assertThat(texts(sample.getAsJsonArray("differing")))
                .singleElement()
                .asString()
                .contains("was CORRUPT_IMAGE, is classified");
    }

    @Test
    void waitsForAnAnswerBehindATransactionThatIsStillOpen() throws Exception {
        RecordMetadata image = cluster.send(new ProducerRecord<>("images", 0, null, TestModels.image(0)));
        try (KafkaProducer<byte[], byte[]> slow = SpecialProducers.transactional(cluster)) {
            slow.beginTransaction();
            slow.send(new ProducerRecord<>("predictions", 0, null, Cluster.utf8("no prediction")))
                    .get();
            answer(new Source("images", 0, image.offset()), "zero", 0);
            commitPast(image);
            var unused = CompletableFuture.runAsync(
                    slow::abortTransaction, CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS));

            assertThat(verify().done()).endsWith("all is accounted for\n");
        }
    }

    @Test
    void namesWhatIsLostRepeatedStrangeAndWrong() throws Exception {
        // Given an image that was passed over, one answered wrongly, a second answer, one to an aborted image,
        RecordMetadata lost = cluster.send(new ProducerRecord<>("images", 0, null, TestModels.image(0)));
        RecordMetadata wrong = cluster.send(new ProducerRecord<>("images", 1, null, TestModels.image(1)));
        commitPast(lost);
        answer(new Source("images", 1, wrong.offset()), "two", 2);
        ConsumerRecord<byte[], byte[]> first = cluster.read("predictions").stream()
                .filter(answer -> answer.partition() == 2)
                .findFirst()
                .orElseThrow();
        send(first, first.value());
        answer(new Source("images", 0, GOOD / 4), "zero", 0);
        // and what is none of this account's
        answer(new Source("photos", 0, 0), "zero", 0);
        send(first, Cluster.utf8("no prediction"));

        // When
        CommandRun verified = verify("--json", "--sample=1000", EXACTLY_ONCE);

        // Then
        assertThat(verified.code()).as(verified.toString()).isEqualTo(ExitCode.FAILED.code());
        JsonObject json = verified.json();
        JsonObject named = json.getAsJsonObject("named");
        assertThat(texts(named.getAsJsonArray("lost"))).containsExactly("images-0@" + lost.offset());
        assertThat(texts(named.getAsJsonArray("repeated"))).containsExactly("images-2@0");
        assertThat(texts(named.getAsJsonArray("strange"))).containsExactly("images-0@" + GOOD / 4);
        assertThat(texts(named.getAsJsonArray("both"))).isEmpty();
        assertThat(texts(json.getAsJsonArray("faults")))
                .containsExactly("1 lost", "1 repeated", "1 strange", "1 answered otherwise when asked again");
        JsonObject sample = json.getAsJsonObject("sample");
        assertThat(texts(sample.getAsJsonArray("differing")))
                .singleElement()
                .asString()
                .startsWith("images-1@" + wrong.offset() + ": was \"two\", is \"one\" by test-model@0");
        assertThat(json.get("foreign").getAsInt()).isEqualTo(1);
        assertThat(json.get("unidentified").getAsInt()).isEqualTo(1);

        // and at-least-once may repeat.
        assertThat(verify().out())
                .contains("repeated: images-2@0\n", "at_least_once may repeat an answer\n")
                .endsWith("NOT all is accounted for: 1 lost, 1 strange\n");
    }

    private CommandRun verify(String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add("--model-name=" + TestModels.NAME);
        return run("verify", arguments.toArray(new String[0]));
    }

    /** What an operator does who skips an image. */
    private void commitPast(RecordMetadata image) throws ExecutionException, InterruptedException {
        TopicPartition partition = new TopicPartition(image.topic(), image.partition());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.alterConsumerGroupOffsets("odradek", Map.of(partition, new OffsetAndMetadata(image.offset() + 1)))
                    .all()
                    .get();
        }
    }

    /** A prediction as version 0 would have made it. */
    private void answer(Source source, String label, int index) {
        float[] probabilities = new float[3];
        probabilities[index] = 1;
        ModelRef model = new ModelRef(TestModels.NAME, "0", Digest.sha256(TestModels.file("0", 0)));
        byte[] json = new PredictionSerializer()
                .serialize("predictions", new Prediction(label, index, probabilities, model, source));
        cluster.send(new ProducerRecord<>("predictions", source.partition(), null, json));
    }

    private void send(ConsumerRecord<byte[], byte[]> like, byte[] value) {
        cluster.send(new ProducerRecord<>("predictions", like.partition(), like.timestamp(), like.key(), value));
    }

    private List<Long> sizes() {
        return List.of("images", "predictions", "images-dlq", "models", "models-status").stream()
                .map(cluster::count)
                .toList();
    }

    private List<String> groups() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            return admin.listGroups().all().get().stream()
                    .map(GroupListing::groupId)
                    .toList();
        }
    }

    private static List<String> texts(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsString).toList();
    }
}
