package io.odradek.streamer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.kit.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFileTest {
    private static final Signer SIGNER = new Signer();

    @TempDir
    private Path dir;

    @Test
    void readsSeveralKeysWithCommentsBetweenThem() throws IOException {
        Signer next = new Signer();

        List<PublicKey> keys = read("# this year\n" + SIGNER.publicPem() + "\r\n\n# next year\n" + next.publicPem());

        assertThat(keys).containsExactly(SIGNER.publicKey(), next.publicKey());
    }

    @Test
    void needsNoFileByDefault() {
        assertThat(StreamerConfig.of(Settings.of(Map.of(), Map.of(), Map.of(), null))
                        .model()
                        .trustedKeys())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"RSA, RSA", "EC, EC", "DSA, DSA", "X25519, X", "Ed448, EdDSA"})
    void refusesAKeyOfAnotherKindByName(String algorithm, String name) throws IOException {
        refuses(
                SIGNER.publicPem() + Signer.pem(Signer.keys(algorithm).getPublic()),
                "its key number 2 is of kind " + name);
    }

    @Test
    void refusesAFileThatIsNotOnlyPublicKeys() throws IOException {
        String pem = SIGNER.publicPem();

        refuses("", "it holds no key");
        refuses("# nothing\n", "it holds no key");
        refuses("hunter2", "it holds something else than public keys");
        refuses(pem + pem.substring(0, pem.length() / 2), "it holds something else than public keys");
        refuses(pem.replace("PUBLIC", "PRIVATE"), "it holds a private key");
        refuses("#".repeat(70_000), "larger than 65536 bytes");
    }

    @Test
    void refusesADamagedKey() throws IOException {
        byte[] der = SIGNER.publicKey().getEncoded();
        // y = 2, for which there is no x.
        byte[] offTheCurve = der.clone();
        Arrays.fill(offTheCurve, 12, 44, (byte) 0);
        offTheCurve[12] = 2;

        refuses(pem("AAAA"), "its key number 1 is damaged");
        refuses(pem(Base64.getEncoder().encodeToString(Arrays.copyOf(der, 40))), "is damaged");
        refuses(pem(Base64.getEncoder().encodeToString(offTheCurve)), "is damaged");
        refuses(pem("A"), "is no base64");
    }

    @Test
    void saysThatAFileCannotBeRead() {
        assertThatThrownBy(() -> read(dir.resolve("none")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("odradek.model.trusted.keys is \"" + dir.resolve("none") + "\": cannot be read")
                .hasMessageContaining("trainer keygen");
    }

    private void refuses(String text, String why) throws IOException {
        Path file = Files.writeString(dir.resolve("keys.pem"), text);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("odradek.model.trusted.keys is \"" + file + "\": ")
                .hasMessageContaining(why)
                .hasMessageNotContaining("hunter2");
    }

    private List<PublicKey> read(String text) throws IOException {
        return read(Files.writeString(dir.resolve("keys.pem"), text));
    }

    private static List<PublicKey> read(Path file) {
        Settings settings = Settings.of(Map.of(Setting.MODEL_TRUSTED_KEYS, file.toString()), Map.of(), Map.of(), null);
        return StreamerConfig.of(settings).model().trustedKeys();
    }

    private static String pem(String base64) {
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }
}
