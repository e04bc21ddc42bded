package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.model.TestModels;
import org.junit.jupiter.api.Test;

/** {@code models prune}, and wrong usage of all. */
class ModelsPruneIT extends ModelsCommandCase {
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
    void removesNothingThatInstancesMayServeWhereThePointerWasDeleted() {
        createTopics();
        publish("1", "2");
        assertThat(models("prune", NAME, "--keep=0").refused())
                .contains("model test-model has no pointer in topic models, so nobody knows here");
        cluster.point("2", "1");
        cluster.pointer(null);

        assertThat(models("prune", NAME, "--keep=0").refused())
                .contains("the pointer of test-model was deleted (offset 3), and instances keep 2, which was live")
                .contains("promote a version first, or prune with --even-live");
        assertThat(models("prune", NAME, "1").refused()).contains("was deleted");
        assertThat(tombstones()).containsExactly(NAME);

        assertThat(models("prune", NAME, "1", "--even-live").done()).contains("removing test-model@1");
        assertThat(tombstones()).containsExactly(NAME, "test-model@1");
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
}
