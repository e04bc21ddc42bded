package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.trainer.onnx.ModelFile;
import io.odradek.trainer.testing.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningCommandsTest {
    private static final Path FIXTURE = Path.of("..", "deploy", "contract", "fashion-mnist-seed.onnx");

    private static final Path OPENSSL = Path.of("/usr/bin/openssl");

    @TempDir
    Path dir;

    private final Console console = new Console();
    private Path privateKey;
    private Path publicKey;

    @BeforeEach
    void nameTheKeys() {
        privateKey = dir.resolve("signing.private.pem");
        publicKey = dir.resolve("signing.public.pem");
    }

    @Test
    void keygenWritesASecretAndAPublicFileAndSaysWhatIsNext() throws IOException {
        // When
        int code = console.run("keygen", "--out", dir.toString());

        // Then
        assertThat(code).as(console.err()).isZero();
        assertThat(Files.getPosixFilePermissions(privateKey)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(publicKey)).startsWith("-----BEGIN PUBLIC KEY-----\n");
        assertThat(console.out())
                .contains("trainer publish MODEL.onnx --sign " + privateKey)
                .contains("streamer run --model-trusted-keys " + publicKey)
                .containsPattern("fingerprint [0-9a-f]{16}\\)");
        assertThat(dir).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void keygenTakesAPrefixInADirectoryThatIsNotThereYet() {
        // When
        int code = console.run("keygen", "--out", dir.resolve("keys/2027").toString());

        // Then
        assertThat(code).as(console.err()).isZero();
        assertThat(dir.resolve("keys/2027.private.pem")).isRegularFile();
        assertThat(dir.resolve("keys/2027.public.pem")).isRegularFile();
    }

    @Test
    void keygenNeverOverwrites() throws IOException {
        // Given
        Files.writeString(publicKey, "precious");

        // When
        int code = console.run("keygen", "--out", dir.toString());

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(console.err())
                .contains(publicKey + " exists, and a key is never overwritten")
                .hasLineCount(1);
        assertThat(publicKey).hasContent("precious");
        assertThat(privateKey).doesNotExist();
    }

    @Test
    void opensslReadsBothKeys() throws Exception {
        // Given
        Requirement.need(Files.isExecutable(OPENSSL), "openssl is not installed: apt-get install openssl");
        console.run("keygen", "--out", dir.toString());

        // When
        String derived = openssl("pkey", "-in", privateKey.toString(), "-pubout");
        String read = openssl("pkey", "-pubin", "-in", publicKey.toString(), "-noout", "-text");

        // Then
        assertThat(derived).isEqualTo(Files.readString(publicKey));
        assertThat(read).contains("ED25519 Public-Key");
    }

    @Test
    void signsAFileInPlaceAndSaysByWhichKey() throws IOException {
        // Given
        Path model = Files.copy(FIXTURE, dir.resolve("model.onnx"));
        console.run("keygen", "--out", dir.toString());

        // When
        int code = console.run("sign", model.toString(), "--sign", privateKey.toString());
        byte[] once = Files.readAllBytes(model);
        int again = console.run("sign", model.toString(), "--sign", privateKey.toString());

        // Then
        assertThat(code).as(console.err()).isZero();
        assertThat(again).as(console.err()).isZero();
        assertThat(ModelFile.read(model).properties()).containsKey("odradek.signature");
        assertThat(model).hasBinaryContent(once);
        assertThat(console.out()).containsPattern("signed fashion-mnist@seed-6-epochs with key [0-9a-f]{16}\n");
        assertThat(console.err()).isEmpty();
    }

    @Test
    void warnsOfAPrivateKeyThatOthersCanRead() throws IOException {
        // Given
        Path model = Files.copy(FIXTURE, dir.resolve("model.onnx"));
        console.run("keygen", "--out", dir.toString());
        Files.setPosixFilePermissions(privateKey, PosixFilePermissions.fromString("rw-r-----"));

        // When
        int code = console.run("sign", model.toString(), "--sign", privateKey.toString());

        // Then
        assertThat(code).isZero();
        assertThat(console.err())
                .contains("warning: others can read " + privateKey)
                .contains("chmod 600");
    }

    @Test
    void checksTheKeyBeforeTheTraining() throws IOException {
        // Given
        Path key = Files.writeString(dir.resolve("no.pem"), "hunter2");

        // When
        int code = console.run(
                "train",
                "--publish",
                "--sign",
                key.toString(),
                "--out",
                dir.resolve("out").toString());

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(console.err())
                .contains("cannot sign with " + key)
                .doesNotContain("hunter2")
                .hasLineCount(1);
        assertThat(dir.resolve("out")).doesNotExist();
    }

    @Test
    void asksWhatToDoWithAKeyThatNothingIsSignedWith() {
        assertThat(console.run("train", "--sign", "key.pem")).isEqualTo(2);
        assertThat(console.err()).contains("--sign signs what --publish publishes");
        assertThat(console.run("sign", FIXTURE.toString())).isEqualTo(2);
        assertThat(console.err()).contains("'--sign PRIVATE.pem'");
    }

    private static String openssl(String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(OPENSSL.toString()).redirectErrorStream(true);
        builder.command().addAll(java.util.List.of(arguments));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
