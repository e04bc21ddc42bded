package io.odradek.trainer.cli;

import io.odradek.trainer.dataset.DataSource;
import io.odradek.trainer.dataset.ReadOptions;
import io.odradek.trainer.fetch.DataLocator;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a training's images are and how they are read. Values out of range are {@link IllegalArgumentException}s. */
final class DataSetOptions {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})(?:x(\\d{1,5}))?");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "Fashion-MNIST's directory, a folder of class folders, or IDX files, see below.",
                "Default: Debian's /usr/share/datasets/fashion-mnist, then ~/.cache/odradek/fashion-mnist."
            })
    private @Nullable Path data;

    @Option(
            names = "--image-size",
            paramLabel = "HxW",
            description = {
                "Height and width of the net's images in pixels, or one number for both, 1 to 4096.",
                "Default: that of the images, where all have the same."
            })
    private @Nullable String imageSize;

    @Option(
            names = "--channels",
            paramLabel = "N",
            description = "1 (grey) or 3 (colour). Default: 1 where all images are grey, else 3.")
    private @Nullable Integer channels;

    @Option(
            names = "--fit",
            paramLabel = "RULE",
            description = {
                "What becomes of images of another size, here and in the streamer: exact refuses",
                "them, resize stretches them, crop keeps proportions and cuts off what juts out.",
                "Default: resize with --image-size, else exact."
            })
    private @Nullable String fit;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Class names of IDX files, one a line. Default: labels.txt beside them.")
    private @Nullable Path labels;

    @Option(
            names = "--skip-bad",
            description = "Leave out image files that cannot be read, and say which, in place of failing.")
    private boolean skipBad;

    /** Name of a model where none is given. */
    String modelName() {
        return data == null
                ? DataSource.fashionMnist(DataLocator.DEBIAN).modelName()
                : given(data).modelName();
    }

    /** The directory; what is wrong with other places goes to {@code err}. */
    DataSource locate(PrintWriter err) throws InterruptedException {
        return data == null
                ? DataSource.fashionMnist(DataLocator.ofMachine(err::println).locate(null))
                : given(data);
    }

    /** How the images are read. */
    ReadOptions read() {
        @Nullable Integer height = null;
        @Nullable Integer width = null;
        if (imageSize != null) {
            Matcher size = SIZE.matcher(imageSize);
            if (!size.matches()) {
                throw new IllegalArgumentException(
                        "--image-size is " + imageSize + ", allowed: HxW as in 32x48, or one number as in 32");
            }
            height = Integer.valueOf(size.group(1));
            width = size.group(2) == null ? height : Integer.valueOf(size.group(2));
        }
        return new ReadOptions(height, width, channels, fit, skipBad);
    }

    private DataSource given(Path directory) {
        return DataSource.of(directory, labels);
    }
}
