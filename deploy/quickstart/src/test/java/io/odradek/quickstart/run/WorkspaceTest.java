package io.odradek.quickstart.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.quickstart.console.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
    @TempDir
    Path out;

    @Test
    void forgetsAnEarlierRunAndTouchesNothingElse() throws Exception {
        // Given
        Files.createDirectories(out.resolve("broker/images-0"));
        Files.writeString(out.resolve("broker/images-0/00.log"), "old");
        Files.writeString(out.resolve("summary.json"), "old");
        Files.writeString(out.resolve("thesis.tex"), "the user's own");

        // When
        try (Workspace workspace = Workspace.open(out, out)) {
            // Then
            assertThat(workspace.broker()).doesNotExist();
            assertThat(workspace.summary()).doesNotExist();
            assertThat(out.resolve("thesis.tex")).hasContent("the user's own");
        }
    }

    @Test
    void writesWholeFilesOnly() {
        try (Workspace workspace = Workspace.open(out, out)) {
            workspace.write(workspace.summary(), "{}");

            assertThat(workspace.summary()).hasContent("{}");
            assertThat(out.resolve("summary.json.part")).doesNotExist();
        }
    }

    @Test
    void saysWhatIsInTheWay() throws Exception {
        // Given a file where the directory should be
        Path file = Files.writeString(out.resolve("taken"), "");

        // When / Then
        assertThatThrownBy(() -> Workspace.open(out, file))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cannot write to " + file);
    }

    @Test
    void showsPathsAsTheUserWouldTypeThem() {
        try (Workspace workspace = Workspace.open(out, out.resolve("target/quickstart"))) {
            assertThat(workspace.show(workspace.summary())).isEqualTo("target/quickstart/summary.json");
        }
    }
}
