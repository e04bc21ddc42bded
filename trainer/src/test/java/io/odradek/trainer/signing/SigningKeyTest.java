package io.odradek.trainer.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.onnx.MetadataKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    private static final Path CONTRACT = Path.of("..", "deploy", "contract");
    private static final Path TEST_KEY = Path.of("src", "test", "resources", "signing", "test-only.private.pem");

    @TempDir
    Path dir;

    @Test
    void signsTheFixtureAsOpensslDoes() throws IOException {
        // Given
        byte[] fixture = Files.readAllBytes(CONTRACT.resolve("fashion-mnist-seed.onnx"));

        // When
        byte[] signed = SigningKey.read(TEST_KEY).sign(fixture);

        // Then: the fixture, and one metadata entry that protobuf itself writes the same way
        ModelProto expected = ModelProto.newBuilder()
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey("odradek.signature")
                        .setValue(Files.readString(CONTRACT.resolve("fashion-mnist-seed.signature"))))
                .build();
        assertThat(Arrays.copyOf(signed, fixture.length)).isEqualTo(fixture);
        assertThat(Arrays.copyOfRange(signed, fixture.length, signed.length)).isEqualTo(expected.toByteArray());
        assertThat(ModelProto.parseFrom(signed).getMetadataPropsList())
                .last()
                .satisfies(entry -> assertThat(entry.getKey()).isEqualTo(MetadataKeys.SIGNATURE));
    }

    @Test
    void derivesThePublicKeyThatBelongsToThePrivateOne() throws IOException {
        assertThat(Files.readString(CONTRACT.resolve("test-only.public.pem")))
                .endsWith(SigningKey.read(TEST_KEY).publicPem());
    }

    @Test
    void replacesASignatureAndGivesTheSameBytesEachTime() {
        // Given
        byte[] file = model("1");
        SigningKey ours = SigningKey.read(TEST_KEY);

        // When
        byte[] once = ours.sign(file);
        byte[] twice = ours.sign(once);
        byte[] afterAnother = ours.sign(SigningKey.generate().sign(file));

        // Then
        assertThat(once).hasSize(file.length + 111);
        assertThat(twice).isEqualTo(once);
        assertThat(afterAnother).isEqualTo(once);
        assertThat(ModelSignature.strip(once)).isEqualTo(file);
        assertThat(ModelSignature.strip(file)).isSameAs(file);
    }

    @Test
    void refusesAFileWithASignatureAtAnotherPlace() {
        // Given: something behind the signature
        byte[] signed = SigningKey.generate().sign(model("1"));
        byte[] more = ModelProto.newBuilder().setDocString("more").build().toByteArray();
        byte[] file = Arrays.copyOf(signed, signed.length + more.length);
        System.arraycopy(more, 0, file, signed.length, more.length);

        // When, Then
        assertThatThrownBy(() -> SigningKey.generate().sign(file)).hasMessageContaining("not at its end");
        assertThatThrownBy(() -> SigningKey.generate().sign("text".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("no ONNX file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "X25519", "Ed448"})
    void refusesAKeyOfAnotherKind(String kind) throws Exception {
        // Given
        byte[] other = KeyPairGenerator.getInstance(kind)
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Path file = Files.writeString(dir.resolve("key.pem"), Pem.encode("PRIVATE KEY", other));

        // When, Then
        refuses(file, "it holds no Ed25519 key");
    }

    @Test
    void saysWhatElseIsInTheFile() throws IOException {
        Path text = Files.writeString(dir.resolve("text"), "hunter2");
        Path encrypted = Files.writeString(
                dir.resolve("encrypted"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIG=\n-----END ENCRYPTED PRIVATE KEY-----\n");
        Path damaged = Files.writeString(
                dir.resolve("damaged"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        Path large = Files.write(dir.resolve("large"), new byte[70_000]);

        refuses(text, "it holds no private key in PEM (PKCS#8)");
        refuses(CONTRACT.resolve("test-only.public.pem"), "it is a public key: give the private one");
        refuses(encrypted, "the key is encrypted");
        refuses(damaged, "it holds no Ed25519 key");
        refuses(large, "it is larger than 65536 bytes");
        refuses(dir.resolve("none"), "no such file or directory");
    }

    private static void refuses(Path file, String why) {
        assertThatThrownBy(() -> SigningKey.read(file))
                .isInstanceOf(TrainerException.class)
                .hasMessage("cannot sign with " + file + ": "
                        + why
                        + (why.startsWith("the key is encrypted")
                                ? ": decrypt it with openssl pkey -in FILE -out OTHER"
                                : "")
                        + "; make a key with 'trainer keygen'");
    }

    private static byte[] model(String version) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey("odradek.version")
                        .setValue(version))
                .build()
                .toByteArray();
    }
}
