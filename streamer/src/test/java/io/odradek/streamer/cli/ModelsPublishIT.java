package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.Topics;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.model.HostileGraphs;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** {@code models publish}. */
class ModelsPublishIT extends ModelsCommandCase {
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
    void triesAFileInAProcessOfItsOwnAndSaysSoWhereThatNeverEnds() throws IOException {
        createTopics();
        String file = write("m.onnx", HostileGraphs.endless("1")).toString();

        assertThat(models("publish", file, "--model-probe-seconds=2").refused())
                .contains("no streamer would admit test-model@1: stage probe: the runtime takes more than 2 s")
                .contains("--no-check");
        assertThat(cluster.read("models")).isEmpty();
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
}
