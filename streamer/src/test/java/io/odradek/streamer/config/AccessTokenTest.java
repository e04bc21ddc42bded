package io.odradek.streamer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {
    private static final String SECRET = "s3cret-s3cret-s3";

    @TempDir
    private Path dir;

    @Test
    void knowsItselfWithoutTheWhitespaceAroundItAndNothingElse() throws IOException {
        AccessToken token = AccessToken.read(file("\n  " + SECRET + " \r\n"), "--token-file");

        assertThat(token.matches(SECRET)).isTrue();
        assertThat(token.matches(SECRET + "x")).isFalse();
        assertThat(token.matches("")).isFalse();
        assertThat(token.matches("S3cret-s3cret-s3")).isFalse();
        assertThat(token.toString()).doesNotContain(SECRET);
    }

    @Test
    void takesTheShortestAndTheLongest() throws IOException {
        assertThat(AccessToken.read(file("x".repeat(16)), "f").secret()).hasSize(16);
        assertThat(AccessToken.read(file("~".repeat(1_024)), "f").secret()).hasSize(1_024);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "s3cret-s3cret-s",
                "s3cret s3cret s3",
                "s3cret-s3cret-s3\u0007",
                "s3cret-s3cret-s\u00e9"
            })
    void refusesWhatIsNoTokenWithoutShowingIt(String text) throws IOException {
        Path file = file(text);

        assertThatThrownBy(() -> AccessToken.read(file, "odradek.http.token.file"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("odradek.http.token.file is \"" + file)
                .hasMessageContaining("16 to 1024 printable")
                .hasMessageNotContainingAny("s3cret");
    }

    @Test
    void refusesAFileThatIsTooLargeMissingOrADirectory() throws IOException {
        Path large = file("x".repeat(1_025));

        assertThatThrownBy(() -> AccessToken.read(large, "f")).hasMessageContaining("1025 characters");
        assertThatThrownBy(() -> AccessToken.read(dir.resolve("none"), "f"))
                .hasMessageContaining("there is no such file")
                .hasMessageContaining("openssl rand -hex 32");
        assertThatThrownBy(() -> AccessToken.read(dir, "f")).hasMessageContaining("cannot be read");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("token"), text);
    }
}
