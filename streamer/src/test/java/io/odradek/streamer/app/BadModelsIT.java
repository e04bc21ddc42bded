package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.Rollout;
import io.odradek.streamer.model.BadModel;
import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.server.HealthReport;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every kind of bad model and bad pointer, one after the other into one streamer while images flow. {@link Rollout} says
 * what is asserted each time.
 */
class BadModelsIT {
    private static Rollout rollout;

    @BeforeAll
    static void startWithAGoodModel() {
        rollout = new Rollout(Map.of(), UnaryOperator.identity());
    }

    @AfterAll
    static void everyImageWasAnsweredOnceAndRight() {
        Account account = Account.of(rollout.cluster());
        rollout.close();
        assertThat(account.images()).isPositive();
        assertThat(account.lost()).isEmpty();
        assertThat(account.duplicates()).isZero();
        assertThat(account.wrong()).isEmpty();
        assertThat(account.outOfOrder()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void refusesABadFile(BadModel bad) {
        String version = rollout.next() + "000";
        byte[] file = bad.file(version);

        JsonObject status = rollout.refused(
                () -> {
                    rollout.cluster().artefact(version, file);
                    rollout.cluster().point(version, rollout.live());
                },
                bad.stage,
                bad.why);

        assertThat(status.get("version").getAsString()).isEqualTo(version);
        assertThat(status.get("sha256").getAsString()).isEqualTo(Digest.sha256(file));
        assertThat(rollout.streamer().health().lastRefusal()).startsWith(version + ", " + bad.stage.tag());
        rollout.takesTheNextGoodVersion();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json|not JSON: 8 bytes",
                "{\"schema\":2,\"live\":\"1\"}|\"schema\" is 2, this streamer knows 1",
                "{\"schema\":1}|\"live\" is no text",
                "{\"schema\":1,\"live\":\"../1\"}|\"live\" names no version",
                "NULL|the pointer was deleted",
            },
            nullValues = "NULL")
    void refusesABadPointer(String json, String why) {
        JsonObject status = rollout.refused(() -> rollout.cluster().pointer(json), Stage.POINTER, why);

        assertThat(status.get("version").isJsonNull()).isTrue();
        assertThat(status.get("sha256").isJsonNull()).isTrue();
        rollout.takesTheNextGoodVersion();
    }

    @Test
    void refusesAKeyOfHostileCharacters() {
        byte[] key = Cluster.utf8(TestModels.NAME + "@../../etc/\u0000\n\u001b[31m\u202e" + "x".repeat(10_000));

        JsonObject status = rollout.refused(
                () -> rollout.cluster().send(new ProducerRecord<>("models", 0, key, rollout.good(rollout.next()))),
                Stage.CONTRACT,
                "\"../../etc/");

        assertThat(status.get("version").isJsonNull()).isTrue();
        rollout.takesTheNextGoodVersion();
    }

    @Test
    void refusesAnotherFileUnderTheVersionInForce() {
        String live = rollout.live();

        rollout.refused(
                () -> {
                    rollout.cluster().artefact(live, TestModels.file(live, Integer.parseInt(live) + 1));
                    rollout.cluster().point(live);
                },
                Stage.CONTRACT,
                "another file was published under the version in force");

        rollout.takesTheNextGoodVersion();
    }

    @Test
    void triesARefusedFileOnceHoweverOftenItIsPromoted() {
        String version = rollout.next() + "000";
        byte[] file = BadModel.NAN_WEIGHTS.file(version);

        rollout.refused(
                () -> {
                    rollout.cluster().artefact(version, file);
                    for (int i = 0; i < 5; i++) {
                        rollout.cluster().point(version, rollout.live());
                    }
                    rollout.cluster().artefact(version, file);
                },
                BadModel.NAN_WEIGHTS.stage,
                BadModel.NAN_WEIGHTS.why);

        rollout.takesTheNextGoodVersion();
        assertThat(statuses("refused", version)).isEqualTo(1);
    }

    @Test
    void waitsForTheFileOfAPointerThatCameFirstWhichIsNoRefusal() {
        int before = rollout.statuses().size();
        String version = rollout.next();
        rollout.cluster().point(version, rollout.live());
        rollout.streamer().await(h -> h.waitingFor().contains("the file of test-model@" + version));
        rollout.streamer().await(HealthReport::ready);

        rollout.cluster().artefact(version, rollout.good(version));

        rollout.becomesLive(version);
        assertThat(rollout.streamer().health().waitingFor()).isEmpty();
        assertThat(rollout.statuses()).hasSize(before + 1);
    }

    @Test
    void saysWhatItWaitsForWhenAPointerNamesNothingUntilAnotherPointerComes() {
        int before = rollout.statuses().size();
        rollout.cluster().point("never", rollout.live());
        rollout.streamer().await(h -> h.waitingFor().contains("the file of test-model@never, which the pointer names"));

        rollout.cluster().point(rollout.live());

        rollout.streamer().await(h -> h.waitingFor().isEmpty());
        assertThat(rollout.statuses()).hasSize(before);
        rollout.takesTheNextGoodVersion();
    }

    @Test
    void takesTheLastOfTwoPromotionsAndNeverGoesBack() {
        String first = rollout.next();
        String second = String.valueOf(Integer.parseInt(first) + 1);
        rollout.cluster().artefact(first, rollout.good(first));
        rollout.cluster().artefact(second, rollout.good(second));
        rollout.cluster().sendImages(100);

        rollout.cluster().point(first, rollout.live());
        rollout.cluster().point(second, first);

        rollout.becomesLive(second);
        rollout.takesTheNextGoodVersion();
        assertThat(statuses("live", first)).isLessThanOrEqualTo(1);
        assertThat(statuses("live", second)).isEqualTo(1);
    }

    @Test
    void keepsTheModelInForceWhenItsFileIsDeletedFromTheTopic() {
        int before = rollout.statuses().size();

        rollout.cluster().artefact(rollout.live(), null);
        rollout.cluster().sendImages(100);
        rollout.cluster().point(rollout.live());
        rollout.cluster().point("never", rollout.live());

        // The last of three records was read, so the first one too.
        rollout.streamer().await(h -> h.waitingFor().contains("test-model@never"));
        rollout.answersWithTheVersionInForce();
        assertThat(rollout.statuses()).hasSize(before);
        rollout.takesTheNextGoodVersion();
    }

    private static long statuses(String result, String version) {
        List<JsonObject> all = rollout.statuses();
        return all.stream()
                .filter(s -> s.get("result").getAsString().equals(result))
                .filter(s -> !s.get("version").isJsonNull()
                        && s.get("version").getAsString().equals(version))
                .count();
    }
}
