package io.odradek.streamer.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.Settings;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.Signer;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrustedKeysTest {
    private static final Path CONTRACT = Path.of("..", "deploy", "contract");

    private final Signer ours = new Signer();
    private final Signer theirs = new Signer();
    private final TrustedKeys trusted = new TrustedKeys(List.of(theirs.publicKey(), ours.publicKey()));
    private final TrustedKeys oursAlone = new TrustedKeys(List.of(ours.publicKey()));
    private final byte[] file = TestModels.file("1", 0);

    @Test
    void acceptsTheFixtureThatOpensslAndTheTrainerSigned() throws IOException {
        byte[] fixture = Files.readAllBytes(CONTRACT.resolve("fashion-mnist-seed.onnx"));
        byte[] signed = Signer.concat(
                fixture, Signer.entry(Files.readString(CONTRACT.resolve("fashion-mnist-seed.signature"))));
        String keys = CONTRACT.resolve("test-only.public.pem").toString();
        Settings settings = Settings.of(Map.of(Setting.MODEL_TRUSTED_KEYS, keys), Map.of(), Map.of(), null);
        TrustedKeys test = new TrustedKeys(StreamerConfig.of(settings).model().trustedKeys());

        assertThatCode(() -> test.check(signed)).doesNotThrowAnyException();
        assertThatCode(() -> OnnxFile.parse(signed)).doesNotThrowAnyException();
        refuses(test, fixture, "it is not signed");
        assertThat(test.fingerprints())
                .singleElement()
                .satisfies(f -> assertThat(f)
                        .isEqualTo(
                                Digest.sha256(test.keys().get(0).getEncoded()).substring(0, 16)));
    }

    @Test
    void acceptsAFileThatAnyOfTheKeysSigned() {
        assertThatCode(() -> trusted.check(ours.sign(file))).doesNotThrowAnyException();
        assertThatCode(() -> trusted.check(theirs.sign(file))).doesNotThrowAnyException();
    }

    @Test
    void looksAtNothingWithoutKeys() throws RefusedException {
        TrustedKeys.NONE.check(file);
        TrustedKeys.NONE.check(theirs.sign(file));
        assertThat(OnnxFile.parse(ours.sign(file)).metadata()).containsKey("odradek.signature");
    }

    @Test
    void refusesAChangeOfAnyByte() {
        byte[] signed = ours.sign(file);
        for (int i = 0; i < signed.length; i++) {
            byte[] changed = signed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> oursAlone.check(changed))
                    .as("byte %d of %d", i, signed.length)
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void refusesASignatureWithAZeroByteBehindItWhichJavaWouldVerify() {
        byte[] signed = ours.sign(file);
        byte[] base64 = Arrays.copyOfRange(signed, signed.length - 88, signed.length);
        byte[] longer = Arrays.copyOf(java.util.Base64.getDecoder().decode(base64), 65);
        byte[] changed = Signer.concat(
                Arrays.copyOf(signed, signed.length - 88),
                java.util.Base64.getEncoder().encode(longer));

        assertThat(changed).hasSameSizeAs(signed);
        refuses(oursAlone, changed, "it is not signed");
    }

    @Test
    void refusesWhatStandsBeforeOrBehind() {
        byte[] signed = ours.sign(file);

        refuses(oursAlone, Arrays.copyOfRange(signed, 1, signed.length), "it was changed");
        refuses(oursAlone, Signer.concat(TestModels.file("2", 0), signed), "it was changed");
        refuses(oursAlone, Signer.concat(signed, TestModels.file("2", 0)), "it is not signed");
        refuses(oursAlone, Signer.concat(signed, new byte[] {0}), "it is not signed");
        refuses(oursAlone, new byte[0], "it is not signed");
    }

    @Test
    void refusesAnotherEncodingOfAGoodSignature() {
        byte[] signed = ours.sign(file);
        // The last of the 86 base64 characters holds two bits of the signature and four that are 0.
        int last = signed.length - 3;
        assertThat((char) signed[last]).isIn('A', 'Q', 'g', 'w');
        signed[last]++;

        refuses(oursAlone, signed, "it is not signed");
    }

    @Test
    void refusesASignatureThatTheKeyMadeForAnotherPurpose() {
        refuses(oursAlone, Signer.concat(file, Signer.entry(ours.base64(file))), "it was changed");
    }

    @Test
    void refusesASecondSignatureAndOneAtAnotherPlaceWithoutTrustedKeysToo() {
        byte[] twice = theirs.sign(ours.sign(file));
        byte[] behind = Signer.concat(ours.sign(file), TestModels.file("1", 0));
        byte[] before = Signer.concat(Signer.entry("no signature"), file);

        assertThatThrownBy(() -> OnnxFile.parse(twice)).hasMessageContaining("twice");
        assertThatThrownBy(() -> OnnxFile.parse(behind)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> OnnxFile.parse(before)).hasMessageContaining("not the last thing in the file");
    }

    @Test
    void namesTheKeysItTrustsInARefusal() {
        refuses(trusted, Cluster.utf8("x"), String.join(", ", trusted.fingerprints()));
    }

    private static void refuses(TrustedKeys keys, byte[] file, String why) {
        assertThatThrownBy(() -> keys.check(file))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.stage()).isEqualTo(Stage.SIGNATURE))
                .hasMessageContaining(why);
    }
}
