package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.UnsafeRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The account of images finds losses where there are some: what {@link FaultsIT} asserts can fail. */
class CheckerIT {
    private static final int IMAGES = 20_000;

    @TempDir
    private Path dir;

    @Test
    void findsWhatABufferingProcessorLosesWhenItIsKilled() {
        try (Cluster cluster = new Cluster();
                UnsafeRun run = new UnsafeRun(dir, cluster)) {
            Account account = run.account(IMAGES);
            System.err.println("CheckerIT, unsafe variant: " + account);
            assertThat(account.lost()).isNotEmpty();
            assertThat(account.wrong()).isEmpty();
        }
    }
}
