package io.odradek.trainer.cli;

import io.odradek.trainer.fetch.DataLocator;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Fashion-MNIST is, as every command that needs it asks. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "Directory with Fashion-MNIST's four files, .gz or not.",
                "Default: Debian's /usr/share/datasets/fashion-mnist, then ~/.cache/odradek/fashion-mnist."
            })
    private @Nullable Path data;

    /** The user's choice or null. */
    @Nullable
    Path chosen() {
        return data;
    }

    /** The verified directory; what is wrong with other places goes to {@code err}. */
    Path locate(PrintWriter err) throws InterruptedException {
        return DataLocator.ofMachine(err::println).locate(data);
    }
}
