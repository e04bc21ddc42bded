package io.odradek.streamer.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.kit.PemIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as people have them, and what is said of those that are none. */
class PemFileTest {
    /** Of a 2048 bit RSA key in PKCS#8: what stands before the key of PKCS#1. */
    private static final int BEFORE_PKCS1 = 26;

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void readsAKeyOfEachUsualKind(String kind) throws GeneralSecurityException, IOException {
        PrivateKey key = KeyPairGenerator.getInstance(kind).generateKeyPair().getPrivate();

        assertThat(file(PemIdentity.pem("PRIVATE KEY", key.getEncoded())).key()).isEqualTo(key);
    }

    @Test
    void readsAnRsaKeyAsOlderToolsWriteIt() throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        PrivateKey key = generator.generateKeyPair().getPrivate();
        byte[] pkcs1 = Arrays.copyOfRange(key.getEncoded(), BEFORE_PKCS1, key.getEncoded().length);

        assertThat(file(PemIdentity.pem("RSA PRIVATE KEY", pkcs1)).key()).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "EC PRIVATE KEY, openssl pkcs8 -topk8 -nocrypt",
        "ENCRYPTED PRIVATE KEY, openssl pkcs8 -topk8 -nocrypt",
        "PRIVATE KEY, damaged",
        "PUBLIC KEY, it holds no private key",
    })
    void saysWhatIsWrongWithAnotherKey(String kind, String said) throws IOException {
        PemFile file = file(PemIdentity.pem(kind, new byte[] {1, 2, 3}));

        assertThatThrownBy(file::key)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("the-setting is \"" + dir.resolve("file.pem") + "\": ")
                .hasMessageContaining(said);
    }

    @Test
    void saysWhatIsWrongWithCertificates() throws IOException {
        assertThatThrownBy(file("")::certificates).hasMessageContaining("it holds no certificate");
        assertThatThrownBy(file(PemIdentity.pem("CERTIFICATE", new byte[] {1, 2, 3}))::certificates)
                .hasMessageContaining("damaged");
        assertThatThrownBy(file("x".repeat(300_000))::certificates).hasMessageContaining("larger than 262144 bytes");
        assertThatThrownBy(new PemFile(dir.resolve("none"), "the-setting")::certificates)
                .hasMessageContaining("there is no such file");
    }

    private PemFile file(String text) throws IOException {
        return new PemFile(Files.writeString(dir.resolve("file.pem"), text), "the-setting");
    }
}
