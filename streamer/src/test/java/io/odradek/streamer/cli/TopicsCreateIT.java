package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.Topics;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.RunningStreamer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** {@code topics create}. */
class TopicsCreateIT extends CommandCase {
    @Test
    void createsWhatAStreamerNeedsAndLeavesItAfterwards() {
        CommandRun first = create("--create-partitions=3");
        assertThat(first.done())
                .containsPattern("images +3 +created")
                .containsPattern("predictions +3 +created")
                .containsPattern("images-dlq +3 +created")
                .containsPattern("models +1 +created")
                .containsPattern("models-status +1 +created")
                .containsPattern("latency +1 +created");
        cluster.publish("1", 1);
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.CREATE_TOPICS, "false");
        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
            streamer.awaitModel("1");
        }

        assertThat(create("--create-partitions=8").done())
                .containsPattern("images +3 +was there")
                .doesNotContain("created");
    }

    @Test
    void createsTheTopicsOfEachRouteAndNoModelsTopicForAWatchedFile() {
        assertThat(create("--routes=photos=pets,scans=test-model").done())
                .containsPattern("photos +4 +created")
                .containsPattern("scans +4 +created");
        assertThat(create("--images-topic=other", "--predictions-topic=o2", "--model-path=/x.onnx")
                        .done())
                .containsPattern("other +4 +created")
                .doesNotContainPattern("\\nmodels +");
    }

    @Test
    void createsTheTopicsOfTheEvaluationWhereTheyAreAskedFor() {
        assertThat(create("--create-partitions=3").done()).doesNotContain("labels", "evaluations");

        assertThat(create("--create-partitions=3", "--evaluation").done())
                .containsPattern("images +3 +was there")
                .containsPattern("labels +3 +created")
                .containsPattern("labels-dlq +3 +created")
                .containsPattern("evaluations +1 +created");
        assertThat(create("--evaluation").done()).doesNotContain("created");
    }

    @Test
    void refusesTopicsOfTheEvaluationThatAreOthersToo() {
        CommandRun run = create("--evaluation", "--labels-topic=images");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("two of the topics have the same name");
        assertThat(create().done()).as("nothing was made").doesNotContain("was there");
    }

    @Test
    void saysWhatIsWrongWithATopicOfTheEvaluationThatWasThere() {
        Topics.create(cluster.bootstrapServers(), List.of(new NewTopic("evaluations", 1, (short) 1)));

        assertThat(create("--evaluation").refused())
                .contains("topic evaluations has cleanup.policy=delete")
                .contains("kafka-configs.sh");
    }

    @Test
    void saysWhatIsWrongWithATopicThatWasThere() {
        Topics.create(
                cluster.bootstrapServers(),
                List.of(new NewTopic("images", 4, (short) 1), new NewTopic("predictions", 2, (short) 1)));

        assertThat(create().refused()).contains("predictions").contains("kafka-topics.sh");
    }

    private CommandRun create(String... arguments) {
        return run(
                "topics",
                Stream.concat(Stream.of("create"), Arrays.stream(arguments)).toArray(String[]::new));
    }
}
