package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.RunningStreamer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code dlq inspect} through the command line, on what a real streamer rejected. */
class DlqInspectIT {
    private static final byte[] PNG = TestImages.encode(TestImages.grey(3, 1, 1, 2, 3), "png");
    private static final byte[] TEXT = Cluster.utf8("hello, \u001b[31mworld");

    @TempDir
    private Path dir;

    private Cluster cluster;
    private String out = "";
    private String err = "";

    @BeforeEach
    void startBroker() {
        // Its dead letters are from a fixed day: the broker must not remove what is older than a week.
        cluster = new Cluster(Cluster.PARTITIONS, Map.of("log.retention.ms", "-1"));
        cluster.createTopics();
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @Test
    void countsByReasonAndShowsAndSavesTheNewest() throws Exception {
        rejectSome();

        assertThat(run("--limit=2")).isZero();

        assertThat(out.lines())
                .contains("images-dlq: 13 dead letters")
                .anyMatch(line -> line.matches("WRONG_SIZE +10 +76\\.9%  2026-01-01T00:00:00Z +2026-01-01T00:00:09Z *"))
                .anyMatch(line -> line.matches("UNKNOWN_FORMAT +2 +15\\.4% .*"))
                .anyMatch(line -> line.matches("EMPTY +1 +7\\.7% .*"));
        assertThat(out)
                .contains("The newest 2:")
                .contains("images-3@")
                .contains("value         no value")
                .contains("17 bytes, bytes 68 65 6c 6c 6f 2c 20 1b 5b 33 31 6d 77 6f 72 6c ...")
                .doesNotContain("\u001b");
        assertThat(err).isEmpty();

        Path saved = dir.resolve("saved");
        assertThat(run("--reason=WRONG_SIZE", "--limit=3", "--save=" + saved)).isZero();
        assertThat(out).contains("PNG 3x1").contains("content-type  image/png").contains("key           key ?0");
        assertThat(files(saved)).hasSize(3).allMatch(name -> name.matches("images-[0-3]-[0-9]+\\.png"));
        assertThat(saved.resolve(files(saved).get(0))).hasBinaryContent(PNG);

        Path first = saved.resolve(files(saved).get(0));
        Files.writeString(first, "mine");
        assertThat(run("--reason=WRONG_SIZE", "--limit=3", "--save=" + saved)).isZero();
        assertThat(err).contains("the file is there already: " + first);
        assertThat(first).hasContent("mine");
    }

    @Test
    void printsOneJsonObjectAndNothingElse() throws Exception {
        rejectSome();

        assertThat(run("--json", "--from=2026-01-01T00:00:05Z")).isZero();

        JsonObject json = JsonParser.parseString(out).getAsJsonObject();
        assertThat(json.get("total").getAsInt()).as("without the 5 older ones").isEqualTo(8);
        assertThat(json.getAsJsonArray("newest")).hasSize(8);
        JsonObject reason = json.getAsJsonArray("reasons").get(0).getAsJsonObject();
        assertThat(reason.get("reason").getAsString()).isEqualTo("WRONG_SIZE");
        assertThat(reason.get("count").getAsInt()).isEqualTo(5);
        assertThat(reason.get("first").getAsString()).isEqualTo("2026-01-01T00:00:05Z");
        assertThat(run("--from=PT1H", "--json")).isZero();
        assertThat(JsonParser.parseString(out).getAsJsonObject().get("total").getAsInt())
                .isZero();
    }

    @Test
    void leavesNoTraceAndReadsCommittedRecordsUpToTheEndThatItSaw() throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", cluster.bootstrapServers(), "transactional.id", "t");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            transaction(producer, 3);
            producer.commitTransaction();
            transaction(producer, 5);
            producer.flush();
            producer.abortTransaction();
            transaction(producer, 7);
            producer.flush();

            assertThat(run("--limit=0")).isZero();
            producer.commitTransaction();
        }

        assertThat(out)
                .contains("images-dlq: 3 dead letters")
                .contains("NOT_BY_ODRADEK")
                .doesNotContain("newest");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            assertThat(admin.listGroups().all().get()).isEmpty();
        }
    }

    @Test
    void isNotMisledByHostileRecords() throws Exception {
        ProducerRecord<byte[], byte[]> hostile =
                new ProducerRecord<>("images-dlq", 1, Cluster.utf8("\r\n\u009bfake"), PNG);
        hostile.headers()
                .add("odradek-reason", Cluster.utf8("\u001b]0;x".repeat(1_000)))
                .add("__streams.errors.topic", Cluster.utf8("../../../../tmp/x"))
                .add("__streams.errors.partition", Cluster.utf8("0"))
                .add("__streams.errors.offset", Cluster.utf8("0"))
                .add("__streams.errors.message", new byte[500_000])
                .add("content-type", null);
        cluster.send(hostile);
        ProducerRecord<byte[], byte[]> other = new ProducerRecord<>("images-dlq", 2, null, Cluster.utf8("x"));
        other.headers().add("__streams.errors.topic", Cluster.utf8(".."));
        cluster.send(other);

        int exitCode = run("--save=" + dir.resolve("saved"));
        assertThat(exitCode).as(err).isZero();

        assertThat(out).contains("UNKNOWN_CODE").contains("NOT_BY_ODRADEK").hasSizeLessThan(3_000);
        assertThat(out.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c <= '~'));
        assertThat(files(dir.resolve("saved"))).containsExactlyInAnyOrder("dead-letter-1-0.png", "dead-letter-2-0.txt");
        assertThat(files(dir)).containsExactly("saved");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(run("--dlq-topic=nothing")).isEqualTo(1);
        assertThat(err).contains("there is no topic nothing").contains("odradek.dlq.topic");
        assertThat(run("--reason=WRONG")).isEqualTo(2);
        assertThat(err).contains("WRONG_SIZE").contains("NOT_BY_ODRADEK");
        assertThat(run("--from=yesterday")).isEqualTo(2);
        assertThat(err).contains("PT1H");
        assertThat(run("--limit=1001")).isEqualTo(2);
        assertThat(err).contains("0 to 1000");
        assertThat(out).isEmpty();
        assertThat(run()).isZero();
        assertThat(out.strip()).isEqualTo("images-dlq: 0 dead letters");
    }

    private void rejectSome() {
        cluster.publish("0", 0);
        long time = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
        cluster.sendAll(
                10,
                i -> new ProducerRecord<>(
                        "images",
                        i % Cluster.PARTITIONS,
                        time + 1_000L * i,
                        Cluster.utf8("key \u00070"),
                        PNG,
                        List.of(new RecordHeader("content-type", Cluster.utf8("image/png")))));
        cluster.send(new ProducerRecord<>("images", 0, time + 20_000, null, new byte[] {1, 2, 3}));
        cluster.send(new ProducerRecord<>("images", 1, time + 21_000, null, TEXT));
        cluster.send(new ProducerRecord<>("images", 3, time + 22_000, null, (byte[]) null));
        try (RunningStreamer streamer = RunningStreamer.start(cluster.settings(), Map.of())) {
            streamer.awaitModel("0");
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> cluster.count("images-dlq") == 13);
        }
    }

    private static void transaction(KafkaProducer<byte[], byte[]> producer, int count) throws Exception {
        producer.beginTransaction();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(producer.send(new ProducerRecord<>("images-dlq", 0, null, PNG)));
        }
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
    }

    private int run(String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("dlq", "inspect", "--bootstrap-servers=" + cluster.bootstrapServers()));
        arguments.addAll(List.of(options));
        StringWriter stdout = new StringWriter();
        StringWriter stderr = new StringWriter();
        CommandLine commandLine = StreamerCommand.commandLine(new RunCommand(), new EvaluateCommand());
        commandLine.setOut(new PrintWriter(stdout)).setErr(new PrintWriter(stderr));
        int exitCode = commandLine.execute(arguments.toArray(String[]::new));
        out = stdout.toString();
        err = stderr.toString();
        return exitCode;
    }

    private static List<String> files(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
