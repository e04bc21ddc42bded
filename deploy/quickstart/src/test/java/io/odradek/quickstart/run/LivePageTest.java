package io.odradek.quickstart.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LivePageTest {
    @TempDir
    private Path dir;

    @Test
    @EnabledOnOs(OS.LINUX)
    void opensInTheBrowserOfADesktop() throws IOException {
        Path seen = dir.resolve("seen");
        Path program = Files.writeString(
                dir.resolve("xdg-open"),
                "#!/bin/sh\nprintf %s \"$1\" >\"" + seen + ".part\" && mv \"" + seen + ".part\" \"" + seen + "\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        String path = dir + ":" + System.getenv("PATH");

        assertThat(LivePage.open("http://127.0.0.1:1/", Map.of("DISPLAY", ":0", "PATH", path)))
                .isTrue();

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(seen));
        assertThat(seen).hasContent("http://127.0.0.1:1/");
    }

    @Test
    void isOnlyNamedWhereThereIsNoScreenOrNoProgram() {
        assertThat(LivePage.command("Linux", Map.of("PATH", "/usr/bin"))).isEmpty();
        assertThat(LivePage.command("Linux", Map.of("DISPLAY", ":0", "PATH", dir.toString())))
                .isEmpty();
        assertThat(LivePage.command("Mac OS X", Map.of())).contains(List.of("open"));
    }
}
