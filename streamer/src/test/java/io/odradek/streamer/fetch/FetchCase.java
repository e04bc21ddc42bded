package io.odradek.streamer.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A place to fetch to, and what may come out. */
abstract class FetchCase {
    static final long MAX = 1_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path dir;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    Path target;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    Path cache;

    @BeforeEach
    void namePlaces() {
        target = dir.resolve("target.onnx");
        cache = dir.resolve("cache");
    }

    void assertRefused(Fetched fetched, String... parts) {
        assertThat(fetched).isInstanceOf(Fetched.Refused.class);
        assertThat(((Fetched.Refused) fetched).why()).contains(parts);
        assertThat(target).doesNotExist();
    }

    void assertUnreachable(Fetched fetched, String... parts) {
        assertThat(fetched).isInstanceOf(Fetched.Unreachable.class);
        assertThat(((Fetched.Unreachable) fetched).why()).contains(parts);
        assertThat(target).doesNotExist();
    }
}
