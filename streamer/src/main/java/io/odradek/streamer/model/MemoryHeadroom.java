package io.odradek.streamer.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How much more memory this process can take before the kernel ends it: what Linux calls available, and what the
 * container's limit leaves (control groups, version 2 or 1), whichever is less. Files that the kernel keeps in memory
 * count as free. Stateless.
 */
public final class MemoryHeadroom {
    private static final int KILOBYTE = 1024;

    private final Path proc;
    private final Path cgroup;

    /** Of this machine. */
    public MemoryHeadroom() {
        this(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
    }

    MemoryHeadroom(Path proc, Path cgroup) {
        this.proc = proc;
        this.cgroup = cgroup;
    }

    /** In bytes; {@link Long#MAX_VALUE} where nothing is known, as on other systems than Linux. */
    public long bytes() {
        long limited = Math.min(
                left("memory.max", "memory.current", "memory.stat", "inactive_file"),
                left(
                        "memory/memory.limit_in_bytes",
                        "memory/memory.usage_in_bytes",
                        "memory/memory.stat",
                        "total_inactive_file"));
        long available = field(proc.resolve("meminfo"), "MemAvailable:");
        return Math.min(limited, available < 0 ? Long.MAX_VALUE : available * KILOBYTE);
    }

    private long left(String limitFile, String usageFile, String statFile, String cachedKey) {
        long limit = number(cgroup.resolve(limitFile));
        long usage = number(cgroup.resolve(usageFile));
        if (limit < 0 || usage < 0) {
            return Long.MAX_VALUE;
        }
        long cached = Math.max(0, field(cgroup.resolve(statFile), cachedKey));
        return Math.max(0, limit - Math.max(0, usage - cached));
    }

    /** The number that a file holds, or -1: "max" is none either. */
    private static long number(Path file) {
        List<String> lines = lines(file);
        return lines.size() == 1 ? parse(lines.get(0)) : -1;
    }

    /** The number behind a word at the beginning of a line, or -1. */
    private static long field(Path file, String name) {
        for (String line : lines(file)) {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length > 1 && words[0].equals(name)) {
                return parse(words[1]);
            }
        }
        return -1;
    }

    private static long parse(String text) {
        return text.strip().matches("\\d{1,18}") ? Long.parseLong(text.strip()) : -1;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            // No such file: not Linux, or the other version of control groups.
            return List.of();
        }
    }
}
