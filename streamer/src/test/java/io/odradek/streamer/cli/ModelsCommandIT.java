package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.broker.Topics;
import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry's commands, through the real command line, on a real broker. */
class ModelsCommandIT {
    private static final String NAME = TestModels.NAME;
    private static final String RIVAL = "producer.interceptor.classes=io.odradek.streamer.cli.Rival$";

    private Cluster cluster;

    @TempDir
    private Path dir;

    @BeforeEach
    void startBroker() {
        cluster = new Cluster();
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @Test
    void listsEveryVersionWithItsMarkAndWhatIsMissing() {
        createTopics();
        cluster.artefact("1", TestModels.file("1", 1));
        cluster.artefact("2", TestModels.file("2", 2));
        cluster.point("2", "1", "0");

        String table = models("list").done();

        assertThat(row(table, "2"))
                .contains(" live ")
                .contains("2026-11-24T00:00:00Z")
                .contains(Digest.sha256(TestModels.file("2", 2)).substring(0, 12));
        assertThat(row(table, "1")).contains(" previous ");
        assertThat(row(table, "0")).contains(" previous ").contains("MISSING");
    }

    @Test
    void printsTheSameForPrograms() {
        createTopics();
        byte[] file = TestModels.file("1", 1);
        cluster.artefact("1", file);
        cluster.pointer("{\"schema\":1,\"live\":\"2\",\"previous\":[\"1\"],\"by\":\"ana\",\"later\":{\"a\":1}}");

        JsonObject model =
                models("list", "--json").json().getAsJsonArray("models").get(0).getAsJsonObject();

        assertThat(model.get("name").getAsString()).isEqualTo(NAME);
        assertThat(model.getAsJsonObject("pointer").get("later").toString()).isEqualTo("{\"a\":1}");
        assertThat(model.getAsJsonObject("pointer").get("offset").getAsLong()).isEqualTo(1);
        JsonObject version = model.getAsJsonArray("versions").get(0).getAsJsonObject();
        assertThat(version.get("version").getAsString()).isEqualTo("1");
        assertThat(version.get("mark").getAsString()).isEqualTo("previous");
        assertThat(version.get("bytes").getAsInt()).isEqualTo(file.length);
        assertThat(version.get("sha256").getAsString()).isEqualTo(Digest.sha256(file));
        assertThat(version.getAsJsonArray("labels").toString()).isEqualTo("[\"zero\",\"one\",\"two\"]");
        JsonObject missing = model.getAsJsonArray("versions").get(1).getAsJsonObject();
        assertThat(missing.get("version").getAsString()).isEqualTo("2");
        assertThat(missing.get("present").getAsBoolean()).isFalse();
    }

    @Test
    void showsWhatIsUnreadableAndSurvivesIt() {
        createTopics();
        cluster.artefact("1", TestModels.file("1", 1));
        cluster.artefact("2", Cluster.utf8("garbage \u001b[2J"));
        cluster.artefact("3", TestModels.file("1", 1));
        cluster.point("1");
        cluster.pointer("\u001b]0;title\u0007 not JSON");
        send("bad\u001b[31mkey", "x");
        send("9other@1\u202e", "x");

        CommandRun list = models("list");

        assertThat(row(list.done(), "1")).as("the newest readable pointer").contains(" live ");
        assertThat(row(list.out(), "2")).contains("UNREADABLE");
        assertThat(list.out())
                .contains("test-model@2: not an ONNX file")
                .contains("test-model@3: the file calls itself test-model@1")
                .contains("key \"test-model\"")
                .contains("key \"bad?[31mkey\"")
                .matches(text -> text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~')), "is printable ASCII");
        assertThat(models("list", "--json").json().getAsJsonArray("unreadable")).hasSize(3);
        assertThat(models("show", NAME).done()).contains("streamers keep what was live");
        assertThat(models("promote", NAME + "@2").refused()).contains("no streamer would admit test-model@2");
        assertThat(models("prune", NAME, "2").refused()).contains("nobody knows what it names");
        CommandRun promoted = models("promote", NAME + "@1");
        assertThat(promoted.done()).contains("in force");
        assertThat(promoted.err()).contains("unreadable, this decision takes its place");
    }

    @Test
    void showsAFileThatIsElsewhereWithoutTheSecretsOfItsAddress() {
        createTopics();
        String sha256 = "ab".repeat(32);
        cluster.artefact(
                "1",
                Cluster.utf8("{\"schema\":1,\"uri\":\"https://ana:pw@store/m.onnx?signature=s3cret\",\"sha256\":\""
                        + sha256 + "\",\"bytes\":70000000}"));

        String promoted = models("promote", NAME + "@1").done();
        String list = models("list").done();
        String show = models("show", NAME + "@1").done();

        assertThat(promoted).contains("in force: test-model@1");
        assertThat(row(list, "1")).contains("66.8 MiB").contains("abababababab").contains("live");
        assertThat(show)
                .contains("elsewhere: https://store/m.onnx")
                .contains(sha256)
                .contains("70000000 bytes");
        assertThat(list + show + models("list", "--json").done())
                .doesNotContain("s3cret")
                .doesNotContain("pw");
    }

    @Test
    void showsEverythingAboutOneVersion() {
        createTopics();
        var model = TestModels.model("1", 1);
        TestModels.put(model, "odradek.accuracy", "0.8985");
        TestModels.put(model, "odradek.recipe", "{\"recipe\":\"seed\"}");
        cluster.artefact("1", model.build().toByteArray());
        models("promote", NAME + "@1", "--by=ana@laptop", "--reason=first").done();

        String show = models("show", NAME + "@1").done();

        assertThat(show)
                .contains("3: zero, one, two")
                .contains("1x2x2")
                .contains("0.8985")
                .contains("{\"recipe\":\"seed\"}")
                .contains("0 images")
                .contains(Digest.sha256(model.build().toByteArray()))
                .containsPattern("DECIDED +LIVE +BY +REASON +OFFSET\n\\S+ +1 +ana@laptop +first +1\n");
        assertThat(models("show", NAME + "@7").refused()).contains("has no test-model@7; there are: 1");
        assertThat(models("show", "other").refused()).contains("has no model other; there are: test-model");
    }

    @Test
    void publishesAFileOnceAndRefusesAnotherOneOfThatVersion() throws IOException {
        createTopics();
        Path file = write("m.onnx", TestModels.file("1", 1));

        assertThat(models("publish", file.toString(), "--promote", "--reason=try")
                        .done())
                .contains("published test-model@1, topic models, offset 0")
                .contains("in force: test-model@1, offset 1, before: none");
        assertThat(models("publish", file.toString()).done()).contains("was published already: test-model@1");
        assertThat(models("publish", write("n.onnx", TestModels.file("1", 2)).toString())
                        .refused())
                .contains("already has another file as test-model@1")
                .contains("choose another version");
        assertThat(cluster.read("models")).hasSize(2);
        assertThat(cluster.read("models").get(0).value()).isEqualTo(TestModels.file("1", 1));
    }

    @Test
    void saysSoWhereSomebodyPublishesAnotherFileInTheSameMoment() throws IOException {
        createTopics();
        Path file = write("m.onnx", TestModels.file("1", 1));

        assertThat(models("publish", file.toString(), "--promote", "-K", RIVAL + "Publisher")
                        .refused())
                .contains("in the same moment somebody published another file as test-model@1");
        assertThat(pointers()).isEmpty();
    }

    @Test
    void publishesNoFileThatNoStreamerWouldAdmit() throws IOException {
        createTopics();
        var model = TestModels.model("1", 1);
        model.getGraphBuilder().getNodeBuilder(3).setOpType("Identity").clearAttribute();
        String file = write("m.onnx", model.build().toByteArray()).toString();

        assertThat(models("publish", file).refused())
                .contains("no streamer would admit test-model@1")
                .contains("stage output");
        assertThat(cluster.read("models")).isEmpty();
        assertThat(models("publish", file, "--no-check", "--dry-run").done()).contains("would publish test-model@1");
        assertThat(cluster.read("models")).isEmpty();
        assertThat(models("publish", file, "--no-check").done()).contains("published test-model@1");
        assertThat(models("publish", write("x", Cluster.utf8("no model")).toString())
                        .refused())
                .contains("is no model: protobuf");
        assertThat(models("publish", dir.resolve("none").toString()).refused()).contains("there is no file");
    }

    @Test
    void namesTheCommandWhereAFileIsTooLargeForTheTopic() throws IOException {
        Topics.create(
                cluster.bootstrapServers(),
                List.of(new NewTopic("models", 1, (short) 1)
                        .configs(Map.of("cleanup.policy", "compact", "max.message.bytes", "500"))));
        Path file = write("m.onnx", TestModels.file("1", 1));

        assertThat(models("publish", file.toString()).refused())
                .contains("topic models takes records up to 500")
                .contains("--entity-name models --add-config max.message.bytes=");
    }

    @Test
    void refusesATopicThatWouldLoseTheDecision() {
        assertThat(models("list").refused())
                .contains("there is no topic models")
                .contains("--create --topic models --partitions 1 --config cleanup.policy=compact");
        Topics.create(cluster.bootstrapServers(), List.of(new NewTopic("models", 1, (short) 1)));

        assertThat(models("promote", NAME + "@1", "--pending").refused())
                .contains("cleanup.policy=delete")
                .contains("--add-config cleanup.policy=compact");
        assertThat(models("list").done()).startsWith("MODEL");
    }

    @Test
    void refusesAVersionThatIsNotThereUnlessItMayBePending() {
        createTopics();
        cluster.artefact("1", TestModels.file("1", 1));

        assertThat(models("promote", NAME + "@2").refused())
                .contains("has no test-model@2 (there are: 1)")
                .contains("--pending");
        assertThat(cluster.read("models")).hasSize(1);
        assertThat(models("promote", NAME + "@2", "--pending").done())
                .contains("pending until its file is in the topic");
        assertThat(row(models("list").done(), "2")).contains("live").contains("MISSING");
    }

    @Test
    void keepsWhatATrainerWroteFieldByField() {
        createTopics();
        cluster.artefact("2", TestModels.file("2", 2));
        // As the trainer writes it, and with what a later version may add.
        cluster.pointer("{\"schema\":1,\"live\":\"1\",\"previous\":[\"e\",\"d\",\"2\",\"c\",\"b\"],"
                + "\"shadow\":{\"version\":\"7\",\"share\":0.5},\"canary\":null,\"policy\":\"manual\","
                + "\"decisionId\":\"5d0f\",\"by\":\"ana@laptop\",\"at\":\"2026-11-24T04:20:00Z\",\"reason\":\"trained\","
                + "\"notYetKnown\":[1]}");

        models("promote", NAME + "@2", "--by=bob@desk", "--reason=it's \"better\"")
                .done();

        JsonObject json = pointers().get(1);
        assertThat(json.keySet())
                .containsExactlyInAnyOrder(
                        "schema",
                        "live",
                        "previous",
                        "shadow",
                        "canary",
                        "policy",
                        "decisionId",
                        "by",
                        "at",
                        "reason",
                        "notYetKnown");
        assertThat(json.get("schema").getAsInt()).isEqualTo(1);
        assertThat(json.get("live").getAsString()).isEqualTo("2");
        assertThat(json.get("previous").toString()).isEqualTo("[\"1\",\"e\",\"d\",\"c\",\"b\"]");
        assertThat(json.get("shadow").toString()).isEqualTo("{\"version\":\"7\",\"share\":0.5}");
        assertThat(json.get("canary").isJsonNull()).isTrue();
        assertThat(json.get("policy").getAsString()).isEqualTo("manual");
        assertThat(json.get("decisionId").getAsString()).hasSize(36);
        assertThat(json.get("by").getAsString()).isEqualTo("bob@desk");
        assertThat(json.get("at").getAsString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(json.get("reason").getAsString()).isEqualTo("it's \"better\"");
        assertThat(json.get("notYetKnown").toString()).isEqualTo("[1]");
    }

    @Test
    void saysWhoseDecisionIsInForceWhereSomebodyDecidedLater() {
        createTopics();
        publish("1", "2", "3");

        CommandRun run = models("promote", NAME + "@3", "-K", RIVAL + "After");

        assertThat(run.refused())
                .contains("superseded: the decision for test-model@3 (offset 3) is not in force")
                .contains("test-model@2 is live, decided 2026-11-24T05:00:00Z by bob@desk (mine is better)");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void reportsADecisionThatCameInBetweenAndIsOverruled() {
        createTopics();
        publish("1", "2", "3");
        cluster.point("1");

        CommandRun run = models("promote", NAME + "@3", "-K", RIVAL + "Between");

        assertThat(run.done()).contains("in force: test-model@3, offset 5, before: 1");
        assertThat(run.err())
                .contains("another decision came in between (offset 4) and is overruled")
                .contains("test-model@2, decided 2026-11-24T05:00:00Z by bob@desk (mine is better)")
                .contains("\"previous\" does not name it");
        assertThat(pointers()).hasSize(3);
    }

    @Test
    void triesADecisionWithoutWritingIt() {
        createTopics();
        publish("1", "2");
        cluster.point("1");

        assertThat(models("promote", NAME + "@2", "--dry-run").done())
                .contains("would write key test-model: {\"schema\":1,\"live\":\"2\",\"previous\":[\"1\"]");
        assertThat(models("promote", NAME + "@1").done()).contains("nothing to do: test-model@1 is live");
        assertThat(pointers()).hasSize(1);
    }

    @Test
    void bringsBackTheNewestEarlierVersionWhoseFileIsThere() {
        createTopics();
        publish("1", "3");
        cluster.point("3", "2", "1");

        assertThat(models("rollback", NAME).done()).contains("in force: test-model@1, offset 3, before: 3");
        assertThat(pointers().get(1).get("previous").toString()).isEqualTo("[\"3\",\"2\"]");
        assertThat(models("rollback", NAME, "--to=2").refused()).contains("has no test-model@2");
        assertThat(models("rollback", NAME, "--to=3").done()).contains("in force: test-model@3");
        cluster.point("3", "2");
        assertThat(models("rollback", NAME).refused()).contains("none that can be served is in topic models: 2");
        assertThat(models("rollback", "other").refused()).contains("model other has no pointer");
    }

    @Test
    void isFollowedByARunningStreamerWithoutLosingAnImage() {
        createTopics();
        cluster.publish("1", 1);
        try (RunningStreamer streamer = RunningStreamer.start(cluster.settings(), Map.of())) {
            streamer.awaitModel("1");
            cluster.sendImages(200);
            cluster.artefact("2", TestModels.file("2", 2));
            models("promote", NAME + "@2").done();
            streamer.awaitModel("2");
            cluster.sendImages(200);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> cluster.count("predictions") >= 400);

            models("rollback", NAME, "--reason=worse").done();
            streamer.awaitModel("1");
            cluster.sendImages(200);

            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> cluster.count("predictions") >= 600);
        }
        Account account = Account.of(cluster);
        assertThat(account.images()).isEqualTo(600);
        assertThat(account.lost()).isEmpty();
        assertThat(account.wrong()).isEmpty();
        assertThat(account.versions()).containsExactly(1, 2);
        List<ConsumerRecord<byte[], byte[]>> predictions = cluster.read("predictions");
        assertThat(Account.json(predictions.get(predictions.size() - 1))
                        .getAsJsonObject("model")
                        .get("version")
                        .getAsString())
                .isEqualTo("1");
    }

    @Test
    void removesOnlyVersionsThatNoPointerNames() {
        createTopics();
        publish("1", "2", "3", "4", "5", "6");
        cluster.pointer(
                "{\"schema\":1,\"live\":\"5\",\"previous\":[\"3\"],\"shadow\":{\"version\":\"2\"},\"canary\":\"6\"}");
        send("other", "{\"schema\":1,\"live\":\"1\",\"canary\":{\"model\":\"test-model@4\"}}");

        assertThat(models("prune", NAME, "1", "5", "3", "2", "6", "4", "9").refused())
                .contains("nothing was removed")
                .contains("5 is live in the pointer of test-model")
                .contains("3 is previous in the pointer of test-model")
                .contains("2 is shadow in the pointer of test-model")
                .contains("6 is canary in the pointer of test-model")
                .contains("4 is named in the pointer of other")
                .contains("9 is not in topic models");
        assertThat(tombstones()).isEmpty();

        publish("7", "8");
        long bytes = TestModels.file("1", 1).length + TestModels.file("7", 7).length + 2L * (NAME.length() + 2);
        assertThat(models("prune", NAME, "--keep=1", "--dry-run").done())
                .contains("would remove test-model@1")
                .contains("would remove test-model@7")
                .contains("2 version(s); compaction would free " + bytes + " bytes");
        assertThat(tombstones()).isEmpty();
        assertThat(models("prune", NAME, "--keep=1").done()).contains("compaction will free " + bytes + " bytes");
        assertThat(tombstones()).containsExactly("test-model@1", "test-model@7");
        assertThat(models("prune", NAME, "8").done()).contains("removing test-model@8");
        assertThat(models("prune", NAME, "--keep=0").done()).contains("nothing to remove");
    }

    @Test
    void saysSoWhereSomebodyPromotesWhatIsBeingRemoved() {
        createTopics();
        publish("1", "2");
        cluster.point("1");

        assertThat(models("prune", NAME, "2", "-K", RIVAL + "Between").refused())
                .contains("test-model@2 was removed, and in the same moment somebody decided on it")
                .contains("Publish its file again");
    }

    @Test
    void tellsWrongUsageFromFailure() {
        assertThat(CommandRun.of("models", "promote", NAME).code()).isEqualTo(2);
        assertThat(CommandRun.of("models", "promote", "Bad Name@1").err()).contains("expected NAME or NAME@VERSION");
        assertThat(CommandRun.of("models", "prune", NAME).code()).isEqualTo(2);
        assertThat(CommandRun.of("models", "prune", NAME, "1", "--keep=2").code())
                .isEqualTo(2);
        assertThat(CommandRun.of("models", "rollback", NAME + "@1").code()).isEqualTo(2);
        assertThat(CommandRun.of("models", "promote", NAME + "@1", "--reason=a\nb")
                        .err())
                .contains("--reason must be");
        assertThat(CommandRun.of("models", "list", "--models-topic=a b").code()).isEqualTo(2);
        assertThat(CommandRun.of("models").out()).contains("publish", "rollback");
    }

    @Test
    void printsNothingButTheResultOnStandardOutput() throws IOException, InterruptedException {
        createTopics();
        publish("1");
        String json = launch("-XX:TieredStopAtLevel=1", "models", "list", "--json");

        assertThat(JsonParser.parseString(json).getAsJsonObject().get("topic").getAsString())
                .isEqualTo("models");
    }

    @Test
    void listsARegistryLargerThanItsMemory() throws IOException, InterruptedException {
        Topics.create(
                cluster.bootstrapServers(),
                List.of(new NewTopic("models", 1, (short) 1)
                        .configs(Map.of("cleanup.policy", "compact", "max.message.bytes", "16000000"))));
        int megabytes = 8;
        for (int version = 1; version <= 24; version++) {
            var model = TestModels.model(String.valueOf(version), 1);
            model.setDocString("x".repeat(megabytes << 20));
            cluster.artefact(String.valueOf(version), model.build().toByteArray());
        }

        String table = launch("-Xmx64m", "models", "list");

        assertThat(table.lines()).hasSize(1 + 24);
        assertThat(table.lines().skip(1)).allMatch(line -> line.contains("8.0 MiB"));
    }

    /** With the launcher, in a process of its own; what it printed, and nothing on standard error. */
    private String launch(String javaOptions, String... arguments) throws IOException, InterruptedException {
        Path out = dir.resolve("out");
        List<String> command = new ArrayList<>(
                List.of(Path.of("bin", "streamer").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        command.add("--bootstrap-servers=" + cluster.bootstrapServers());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(dir.resolve("err").toFile());
        builder.environment().put("JAVA_OPTS", javaOptions);
        int code = builder.start().waitFor();
        assertThat(dir.resolve("err")).isEmptyFile();
        assertThat(code).isZero();
        return Files.readString(out);
    }

    private CommandRun models(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "models";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CommandRun.on(cluster, all);
    }

    private void createTopics() {
        cluster.createTopics();
    }

    private void publish(String... versions) {
        for (String version : versions) {
            cluster.artefact(version, TestModels.file(version, Integer.parseInt(version)));
        }
    }

    private void send(String key, String value) {
        cluster.send(new ProducerRecord<>("models", 0, Cluster.utf8(key), Cluster.utf8(value)));
    }

    private List<JsonObject> pointers() {
        return cluster.read("models").stream()
                .filter(r -> new String(r.key(), StandardCharsets.UTF_8).equals(NAME))
                .map(Account::json)
                .toList();
    }

    private List<String> tombstones() {
        return cluster.read("models").stream()
                .filter(r -> r.value() == null)
                .map(r -> new String(r.key(), StandardCharsets.UTF_8))
                .toList();
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(dir.resolve(name), content);
    }

    private static String row(String table, String version) {
        return table.lines()
                .filter(line -> line.matches(NAME + " +" + version + " .*"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row of version " + version + " in\n" + table));
    }
}
