package io.odradek.quickstart.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.quickstart.Required;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScriptsTest {
    private static final Set<String> BUILT = Set.of("target", "node_modules", ".git");

    @Test
    void shellcheckFindsNothingWrongInAnyScript() throws Exception {
        // Given
        Required.program("shellcheck");
        List<String> words = new ArrayList<>(List.of("shellcheck", "--severity=warning"));
        words.addAll(scripts());
        assertThat(words).hasSizeGreaterThan(10).anyMatch(word -> word.endsWith("deploy/release.sh"));

        // When
        Shell run = Shell.run(Checkout.HOME, Map.of(), words);

        // Then
        assertThat(run.output()).isEmpty();
        assertThat(run.status()).isZero();
    }

    /** The files of the repository that say on their first line that a shell runs them. */
    private static List<String> scripts() throws IOException {
        List<String> scripts = new ArrayList<>();
        Files.walkFileTree(Checkout.HOME, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                return BUILT.contains(dir.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()
                        && Files.isExecutable(file)
                        && firstLine(file).matches("#!.*\\b(ba)?sh")) {
                    scripts.add(file.toString());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return scripts;
    }

    private static String firstLine(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(64), StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }
}
