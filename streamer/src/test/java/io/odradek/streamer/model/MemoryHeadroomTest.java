package io.odradek.streamer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryHeadroomTest {
    @TempDir
    private Path dir;

    @Test
    void isUnknownWhereThereIsNoSuchFile() {
        assertThat(headroom()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void isWhatLinuxCallsAvailableWithoutALimit() throws IOException {
        write("meminfo", "MemTotal:       4000 kB\nMemAvailable:   1000 kB\n");
        write("memory.max", "max\n");
        write("memory.current", "5\n");

        assertThat(headroom()).isEqualTo(1_024_000);
    }

    @Test
    void isWhatTheLimitLeavesAndCachedFilesAreFree() throws IOException {
        write("meminfo", "MemAvailable:   1000 kB\n");
        write("memory.max", "500000\n");
        write("memory.current", "450000\n");
        write("memory.stat", "anon 1\ninactive_file 100000\n");

        assertThat(headroom()).isEqualTo(150_000);
    }

    @Test
    void knowsTheFirstVersionOfControlGroupsAndItsAbsentLimit() throws IOException {
        write("memory/memory.limit_in_bytes", "500000\n");
        write("memory/memory.usage_in_bytes", "450000\n");
        write("memory/memory.stat", "inactive_file 1\ntotal_inactive_file 50000\n");
        assertThat(headroom()).isEqualTo(100_000);

        write("memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(headroom()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void isNeverNegative() throws IOException {
        write("memory.max", "500\n");
        write("memory.current", "600\n");

        assertThat(headroom()).isZero();
    }

    private long headroom() {
        return new MemoryHeadroom(dir, dir).bytes();
    }

    private void write(String name, String content) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent() == null ? dir : file.getParent());
        Files.writeString(file, content);
    }
}
