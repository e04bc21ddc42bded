package io.odradek.trainer.cli;

import io.odradek.trainer.dataset.ReadOptions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a training's images are, and how they are read. Values out of range are {@link IllegalArgumentException}s. */
final class DataSetOptions {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})(?:x(\\d{1,5}))?");

    @Mixin
    private SourceOptions source = new SourceOptions();

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

    /** Where the images are. */
    SourceOptions source() {
        return source;
    }

    /** How the images are read. */
    ReadOptions read() {
        source.check();
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
        return new ReadOptions(height, width, channels, fit, source.skipBad());
    }
}
