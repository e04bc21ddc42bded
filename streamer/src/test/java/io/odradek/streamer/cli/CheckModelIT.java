package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.model.HostileGraphs;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;

/** What {@code check} says of the model in force. */
class CheckModelIT extends CheckCommandCase {
    @Test
    void saysWhatIsWrongWithTheModelInForce() {
        cluster.createTopics();
        cluster.point("7");
        assertThat(failed())
                .contains("FAIL  model test-model: the pointer names 7, whose file is not in topic models")
                .contains("streamer models rollback test-model --bootstrap-servers");

        var wrong = TestModels.model("7", 1);
        wrong.getGraphBuilder().getNodeBuilder(3).setOpType("Identity").clearAttribute();
        cluster.artefact("7", wrong.build().toByteArray());
        assertThat(failed()).contains("FAIL  model test-model: test-model@7 would be refused: stage output: ");

        cluster.artefact("7", TestModels.file("7", 1));
        cluster.pointer("nonsense");
        assertThat(failed())
                .containsPattern(
                        "FAIL +model test-model: the pointer \\(offset \\d+\\) is unreadable: pointer: not JSON")
                .contains("streamer models promote test-model@7")
                .contains("ok    model test-model: test-model@7 is live");
    }

    @Test
    void triesTheModelInAProcessOfItsOwnAndSaysSoWhereThatNeverEnds() throws IOException {
        cluster.createTopics();
        byte[] endless = HostileGraphs.endless("7");
        cluster.artefact("7", endless);
        cluster.point("7");
        String refused = "stage probe: the runtime takes more than 2 s of the processor for it";

        assertThat(failed("--model-probe-seconds=2"))
                .contains("FAIL  model test-model: test-model@7 would be refused: " + refused);

        Path file = Files.write(dir.resolve("m.onnx"), endless);
        assertThat(failed("--model-probe-seconds=2", "--model-path=" + file)).contains("would be refused: " + refused);
    }

    @Test
    void followsAReferenceToAnAllowedPlaceAndKeepsNothing() throws IOException {
        cluster.createTopics();
        Path store = Files.createDirectory(dir.resolve("store"));
        byte[] file = TestModels.file("7", 1);
        Path model = Files.write(store.resolve("m.onnx"), file);
        cluster.artefact(
                "7",
                Cluster.utf8("{\"schema\":1,\"uri\":\"" + "file://" + model + "\",\"sha256\":\"" + Digest.sha256(file)
                        + "\",\"bytes\":" + file.length + "}"));
        cluster.point("7");
        String allow = "--model-uri-allow=file://" + store + "/";
        String work = "--model-dir=" + dir.resolve("work");

        assertThat(failed())
                .contains("FAIL  model test-model: test-model@7 would be refused: stage fetch: file://" + model
                        + " lies in no allowed place (odradek.model.uri.allow)");
        assertThat(check(allow, work).done())
                .contains("ok    model test-model: test-model@7 is live, sha256 " + Digest.sha256(file)
                        + ", fetched from file://" + model + ", admitted here");
        assertThat(dir.resolve("work")).isEmptyDirectory();

        Files.delete(model);
        assertThat(check(allow, work).done())
                .contains(
                        "warn  model test-model: test-model@7 is live and was not tried: its place is allowed and cannot"
                                + " be reached from here: file://" + model + ": there is no such file");
        Path cache = Files.createDirectories(dir.resolve("work/odradek-cache"));
        FileTime longAgo = FileTime.fromMillis(1_000_000);
        Path kept = Files.write(cache.resolve(Digest.sha256(file) + ".onnx"), file);
        Files.setLastModifiedTime(kept, longAgo);
        assertThat(check(allow, work).done()).contains(", from the cache " + cache + " (file://");
        assertThat(Files.getLastModifiedTime(kept)).isEqualTo(longAgo);
        Files.write(kept, Cluster.utf8("damaged"));
        assertThat(check(allow, work).done()).contains("is live and was not tried");
        assertThat(kept).hasBinaryContent(Cluster.utf8("damaged"));

        Files.write(model, TestModels.file("7", 2));
        assertThat(check(allow, work).out())
                .containsPattern("FAIL +model test-model: test-model@7 would be refused: stage fetch: file://\\S+ has");
    }

    @Test
    void triesTheWatchedFile() throws IOException {
        cluster.createTopics();
        String path = "--model-path=" + dir;
        assertThat(check(path).done())
                .contains("warn  model test-model: there is no model file at " + dir + " (odradek.model.path)");

        Files.write(dir.resolve("m.onnx"), TestModels.file("7", 1));
        assertThat(check(path).done())
                .contains("ok    model test-model: test-model@7 at " + dir + ", sha256 "
                        + Digest.sha256(TestModels.file("7", 1)) + ", admitted here")
                .doesNotContain("topic models:");

        Files.write(dir.resolve("m.onnx"), Cluster.utf8("garbage"));
        CommandRun bad = check(path);
        assertThat(bad.code()).isEqualTo(1);
        assertThat(bad.out())
                .contains("FAIL  model test-model: m.onnx at " + dir + " would be refused: stage protobuf: ");
    }

    @Test
    void saysThatADeletedPointerLeavesTheModelInForce() {
        cluster.createTopics();
        cluster.publish("1", 1);
        cluster.pointer(null);

        assertThat(check().done())
                .contains("warn  model test-model: its pointer was deleted (offset 2): an instance that runs keeps 1")
                .contains("streamer models promote test-model@1 --bootstrap-servers");
    }
}
