package io.odradek.streamer.image;

import io.odradek.streamer.micro.Pictures;
import io.odradek.streamer.micro.PngFile;
import java.awt.image.BufferedImage;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A PNG into a tensor, beside what cannot be less: inflating the same bytes into a buffer that is used again. The bar is
 * twice that.
 */
@State(Scope.Thread)
public class PngBenchmark {
    private final Inflater inflater = new Inflater();
    private final ImageDecoder decoder = new ImageDecoder();
    private byte[] png = new byte[0];
    private byte[] compressed = png;
    private byte[] buffer = png;
    private InputSpec spec = new InputSpec(1, 1, 1, 0);

    /** The picture; 28x28 ones of grey with one filter in all rows, the others of colours with all filters. */
    @Param({"28x28-none", "28x28-sub", "28x28-up", "28x28-average", "28x28-paeth", "224x224", "320x240-grey", "1000x700"
    })
    public String picture = "";

    /** Makes the file. */
    @Setup
    public void encode() {
        String[] parts = picture.split("[x-]", -1);
        int width = Integer.parseInt(parts[0]);
        int height = Integer.parseInt(parts[1]);
        int channels = width == Pictures.SIDE || picture.endsWith("grey") ? 1 : 3;
        PngFile file = width == Pictures.SIDE
                ? PngFile.grey(Pictures.garment(1), width, filter(parts[2]))
                : new PngFile(Pictures.encode(inColours(Pictures.photo(width, height), channels), "png"));
        spec = new InputSpec(channels, height, width, 0);
        png = file.file();
        compressed = file.compressed();
        buffer = new byte[height * (1 + channels * width)];
    }

    /** A file into a tensor, as for each record. */
    @Benchmark
    public Decoding decode() {
        return decoder.decode(png, null, spec);
    }

    /** Inflates the same bytes. */
    @Benchmark
    public int baseline() throws DataFormatException {
        inflater.reset();
        inflater.setInput(compressed);
        return inflater.inflate(buffer);
    }

    private static int filter(String name) {
        return switch (name) {
            case "none" -> 0;
            case "sub" -> 1;
            case "up" -> 2;
            case "average" -> 3;
            default -> 4;
        };
    }

    private static BufferedImage inColours(BufferedImage image, int channels) {
        if (channels == 3) {
            return image;
        }
        BufferedImage grey = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                grey.getRaster().setSample(x, y, 0, image.getRaster().getSample(x, y, 1));
            }
        }
        return grey;
    }
}
