package io.odradek.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.quickstart.console.Failure;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class VitalsTest {
    private static final long SELF = ProcessHandle.current().pid();

    @TempDir
    private Path dir;

    @Test
    void countsOpenFilesThreadsAndMemory() throws Exception {
        Vitals before = Vitals.of(SELF);
        Path file = Files.createFile(dir.resolve("file"));
        List<InputStream> open = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            open.add(Files.newInputStream(file));
        }
        Vitals after = Vitals.of(SELF);
        for (InputStream one : open) {
            one.close();
        }

        assertThat(after.files() - before.files()).isBetween(40, 60);
        assertThat(after.threads()).isGreaterThan(1);
        assertThat(after.residentBytes()).isBetween(20L << 20, 20L << 30);
    }

    @Test
    void aProcessThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> Vitals.of(Integer.MAX_VALUE))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("a process that runs");
    }
}
