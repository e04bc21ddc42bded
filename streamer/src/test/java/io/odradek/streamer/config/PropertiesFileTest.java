package io.odradek.streamer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesFileTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1\n# no=1\n\n  ! nor=2\nb : two\nc three\n",
                "a = x \\\n   y \\\r\n  # z\nb=2",
                "# a comment does not go on \\\na=1\n",
                "a=ends in a backslash \\\\\nb=\\u00e9\\t\n",
                "k\\=e\\:y=v=w\r\nempty\r\nempty2=\r\n",
                "a=last \\"
            })
    void readsWhatJavaReads(String text) throws IOException {
        Properties java = new Properties();
        java.load(new StringReader(text));
        Properties read = new Properties();

        PropertiesFile.read(file(text)).forEach(entry -> read.setProperty(entry.key(), entry.value()));

        assertThat(java).isNotEmpty();
        assertThat(read).isEqualTo(java);
    }

    @Test
    void knowsTheLineOfEachEntryAndSkipsAByteOrderMark() throws IOException {
        assertThat(PropertiesFile.read(file("\ufeffa=1\r\n#\r\nb=\\\r\n2\r\nc=3")))
                .containsExactly(
                        new PropertiesFile.Entry("a", "1", 1),
                        new PropertiesFile.Entry("b", "2", 3),
                        new PropertiesFile.Entry("c", "3", 5));
    }

    @Test
    void namesBothLinesOfAKeyThatIsThereTwice() throws IOException {
        Path file = file("a=1\nb=2\n\na=1\n");

        assertThatThrownBy(() -> PropertiesFile.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--config " + file + ": a stands there twice, in line 1 and in line 4: take one out");
    }

    @Test
    void saysWhyAFileCannotBeRead() throws IOException {
        Path latin1 = Files.write(dir.resolve("latin1"), "a=\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        Path large = Files.write(dir.resolve("large"), new byte[(1 << 20) + 1]);

        assertComplaint(dir.resolve("none"), "there is no such file");
        assertComplaint(dir, "it is a directory, wanted is a properties file");
        assertComplaint(latin1, "it is not in UTF-8");
        assertComplaint(large, "it is larger than 1048576 bytes");
        assertComplaint(file("a=1\nb=\\u12x\n"), "line 2 has a \\u without four hexadecimal digits behind it");
        // A test that runs as root may read everything.
        assertThat(TextFile.complaint(new AccessDeniedException("f"))).isEqualTo("this user may not read it");
    }

    private static void assertComplaint(Path file, String why) {
        assertThatThrownBy(() -> PropertiesFile.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--config " + file + ": " + why);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("streamer.properties"), text);
    }
}
