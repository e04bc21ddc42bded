package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.broker.Topics;
import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@code models list} and {@code models show} say. */
class ModelsViewIT extends ModelsCommandCase {
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
                Cluster.utf8("{\"schema\":1,\"uri\":\"https://store/m.onnx?signature=s3cret\",\"sha256\":\"" + sha256
                        + "\",\"bytes\":70000000}"));

        String promoted = models("promote", NAME + "@1").done();
        String list = models("list").done();
        String show = models("show", NAME + "@1").done();

        assertThat(promoted).contains("in force: test-model@1");
        assertThat(row(list, "1")).contains("66.8 MiB").contains("abababababab").contains("live");
        assertThat(show)
                .contains("elsewhere: https://store/m.onnx")
                .contains(sha256)
                .contains("70000000 bytes");
        assertThat(list + show + models("list", "--json").done()).doesNotContain("s3cret");
    }

    @Test
    void saysOfABadReferenceWhatTheLoaderSays() {
        createTopics();
        cluster.artefact(
                "1",
                Cluster.utf8("{\"schema\":1,\"uri\":\"https://ana:pw@store/m.onnx\",\"sha256\":\"" + "ab".repeat(32)
                        + "\",\"bytes\":7}"));
        cluster.point("1");
        String why = "a reference's \"uri\" has user info or a fragment, which is not allowed";

        try (RunningStreamer streamer = RunningStreamer.start(cluster.settings(), Map.of())) {
            streamer.await(health -> cluster.count("models-status") == 1);
        }

        assertThat(Account.json(cluster.read("models-status").get(0)).get("why").getAsString())
                .isEqualTo(why);
        assertThat(models("list").done()).contains("unreadable: test-model@1: " + why);
        assertThat(models("show", NAME).done()).contains("UNREADABLE: " + why);
        assertThat(models("promote", NAME + "@1").refused()).contains("no streamer would admit test-model@1: " + why);
        assertThat(CommandRun.on(cluster, "check", "--model-name=" + NAME).out())
                .contains("FAIL  model test-model: test-model@1 would be refused: stage fetch: " + why);
    }

    @Test
    void showsWhatEachInstanceToldLastAboutTheModel() {
        createTopics();
        publish("1");
        assertThat(models("show", NAME).done()).endsWith("instances: none has told anything\n");
        tell("a", NAME, "1", "refused", "golden");
        tell("b", "other", "9", "live", null);
        tell("c", NAME, "2", "refused", "fetch");
        tell("a", NAME, "1", "live", null);
        cluster.send(new ProducerRecord<>("models-status", 0, null, Cluster.utf8("no JSON")));

        String show = models("show", NAME).done();
        JsonArray instances = models("show", NAME, "--json").json().getAsJsonArray("instances");

        assertThat(show)
                .containsPattern("\nINSTANCE +RESULT +VERSION +STAGE +AT +WHY\na +live")
                .containsPattern("\na +live +1 +- +2026-11-24T04:20:00Z +-\nc +refused")
                .containsPattern("\nc +refused +2 +fetch +2026-11-24T04:20:00Z +because\\?\n$");
        assertThat(instances).hasSize(2);
        assertThat(instances.get(0).getAsJsonObject().get("offset").getAsLong()).isEqualTo(3);
        assertThat(instances.get(1).getAsJsonObject().get("stage").getAsString())
                .isEqualTo("fetch");
        assertThat(models("list", "--json").json().has("instances")).isFalse();
    }

    @Test
    void showsTheRegistryWhereTheStatusTopicCannotBeRead() {
        createTopics();
        publish("1");

        CommandRun run = models("show", NAME, "--status-topic=nowhere");

        assertThat(run.done())
                .contains("version    1")
                .endsWith("instances: not known: there is no topic nowhere (odradek.status.topic)\n");
        assertThat(models("show", NAME, "--status-topic=nowhere", "--json")
                        .json()
                        .get("instances")
                        .isJsonNull())
                .isTrue();
    }

    @Test
    void showsThatADeletedPointerLeavesTheModelInForce() {
        createTopics();
        publish("1");
        cluster.point("1");
        cluster.pointer(null);

        assertThat(models("show", NAME).done())
                .contains("(pointer deleted, offset 2; instances keep 1)")
                .doesNotContain("(no pointer)");
        assertThat(models("rollback", NAME).refused())
                .contains("the pointer of test-model was deleted (offset 2), and instances keep 1");
    }

    private void tell(String instance, String model, String version, String result, @Nullable String stage) {
        JsonObject json = new JsonObject();
        json.addProperty("schema", 1);
        json.addProperty("instance", instance);
        json.addProperty("model", model);
        json.addProperty("version", version);
        json.addProperty("result", result);
        json.addProperty("stage", stage);
        json.addProperty("why", stage == null ? null : "because\u001b");
        json.addProperty("at", "2026-11-24T04:20:00Z");
        cluster.send(new ProducerRecord<>("models-status", 0, Cluster.utf8(instance), Cluster.utf8(json.toString())));
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
}
