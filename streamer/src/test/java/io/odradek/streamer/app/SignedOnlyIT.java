package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.Rollout;
import io.odradek.streamer.kit.Signer;
import io.odradek.streamer.model.BadModel;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A streamer with trusted keys: what is not signed by one of them is refused, whatever else it is. */
class SignedOnlyIT {
    private static final Signer OURS = new Signer();
    private static final Signer NEXT = new Signer();
    private static final Signer THEIRS = new Signer();

    @TempDir
    private static Path dir;

    private static Rollout rollout;

    @BeforeAll
    static void startWithASignedModel() throws IOException {
        Path keys = Files.writeString(
                dir.resolve("trusted.pem"),
                "# of this year\n" + OURS.publicPem() + "# of next year\n" + NEXT.publicPem());
        rollout = new Rollout(Map.of(Setting.MODEL_TRUSTED_KEYS, keys.toString()), OURS::sign);
    }

    @AfterAll
    static void everyImageWasAnsweredOnceAndRight() {
        List<byte[]> signed = rollout.cluster().read("models").stream()
                .map(ConsumerRecord::value)
                .filter(Objects::nonNull)
                .toList();
        Account account = Account.of(rollout.cluster(), signed);
        rollout.close();
        assertThat(account.lost()).isEmpty();
        assertThat(account.duplicates()).isZero();
        assertThat(account.wrong()).isEmpty();
    }

    @Test
    void saysThatItTakesSignedModelsOnlyAndByWhichKeys() {
        String fingerprints =
                String.join(", ", new TrustedKeys(List.of(OURS.publicKey(), NEXT.publicKey())).fingerprints());

        assertThat(rollout.logged("signed-only mode"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("instance " + Rollout.INSTANCE)
                        .endsWith(fingerprints));
        assertThat(rollout.streamer().health().toJson())
                .contains("\"signedOnly\": true", "\"instance\": \"" + Rollout.INSTANCE + "\"")
                .contains(fingerprints.split(", "));
    }

    @Test
    void refusesAnUnsignedFile() {
        refuses(TestModels.file(bad(), 0), "it is not signed; taken are models signed by");
    }

    @Test
    void refusesAFileThatAnUnknownKeySigned() {
        refuses(THEIRS.sign(TestModels.file(bad(), 0)), "it was changed after it was signed, or signed by another key");
    }

    @Test
    void refusesASignedFileThatWasDamaged() {
        byte[] file = OURS.sign(TestModels.file(bad(), 0));
        file[file.length / 2] ^= 1;

        refuses(file, "it was changed after it was signed, or signed by another key");
    }

    @Test
    void refusesASignedFileThatWasCutShort() {
        byte[] file = OURS.sign(TestModels.file(bad(), 0));

        refuses(Arrays.copyOf(file, file.length - 1), "it is not signed");
    }

    @Test
    void doesNotEvenParseWhatIsNotSigned() {
        refuses(BadModel.TRUNCATED.file(bad()), "it is not signed");
    }

    @Test
    void refusesTheSignedFileOfAnotherVersion() {
        String version = bad();

        rollout.refused(
                () -> promote(version, OURS.sign(TestModels.file(rollout.live(), 0))),
                Stage.CONTRACT,
                "the file calls itself test-model@" + rollout.live());

        rollout.takesTheNextGoodVersion();
    }

    @Test
    void checksASignedFileAsAnyOther() {
        String version = bad();

        rollout.refused(
                () -> promote(version, OURS.sign(BadModel.NAN_WEIGHTS.file(version))),
                BadModel.NAN_WEIGHTS.stage,
                BadModel.NAN_WEIGHTS.why);

        rollout.takesTheNextGoodVersion();
    }

    @Test
    void takesAModelSignedByTheSecondKeyToo() {
        String version = rollout.next();

        promote(version, NEXT.sign(TestModels.file(version, Integer.parseInt(version) % 3)));

        rollout.becomesLive(version);
    }

    private static void refuses(byte[] file, String why) {
        String version = bad();

        rollout.refused(() -> promote(version, file), Stage.SIGNATURE, why);

        rollout.takesTheNextGoodVersion();
    }

    private static void promote(String version, byte[] file) {
        Cluster cluster = rollout.cluster();
        cluster.artefact(version, file);
        cluster.point(version, rollout.live());
    }

    private static String bad() {
        return rollout.next() + "000";
    }
}
