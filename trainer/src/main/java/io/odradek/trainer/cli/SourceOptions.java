package io.odradek.trainer.cli;

import io.odradek.trainer.dataset.DataSource;
import io.odradek.trainer.fetch.DataLocator;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where labelled images are, as every command asks that takes more than Fashion-MNIST. */
final class SourceOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "Fashion-MNIST's directory, a folder of class folders, or IDX files, see below.",
                "Default: Debian's /usr/share/datasets/fashion-mnist, then ~/.cache/odradek/fashion-mnist."
            })
    private @Nullable Path data;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Class names of IDX files, one a line. Default: labels.txt beside them.")
    private @Nullable Path labels;

    @Option(
            names = "--skip-bad",
            description = "Leave out image files that cannot be read, and say which, in place of failing.")
    private boolean skipBad;

    /** @throws IllegalArgumentException when options do not go together */
    void check() {
        if (labels != null && data == null) {
            throw new IllegalArgumentException(
                    "--labels is " + labels + ", which names the classes of IDX files; give their directory to --data");
        }
    }

    /** Name of a model where none is given. */
    String modelName() {
        return (data == null ? DataSource.fashionMnist(DataLocator.DEBIAN) : DataSource.of(data, labels)).modelName();
    }

    /** The directory; what is wrong with other places goes to {@code err}. */
    DataSource locate(PrintWriter err) throws InterruptedException {
        return data == null
                ? DataSource.fashionMnist(DataLocator.ofMachine(err::println).find())
                : DataSource.of(data, labels);
    }

    boolean skipBad() {
        return skipBad;
    }
}
