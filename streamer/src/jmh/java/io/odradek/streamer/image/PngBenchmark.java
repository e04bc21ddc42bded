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

    /** The picture: 28x28 ones are grey with one filter in all rows, the others have the best in each; 320x240 is 200 KB. */
    @Param({
        "28x28-none",
        "28x28-sub",
        "28x28-up",
        "28x28-average",
        "28x28-paeth",
        "224x224",
        "320x240",
        "320x240-grey",
        "320x240-alpha",
        "1000x700"
    })
    public String picture = "";

    /** Makes the file. */
    @Setup
    public void encode() {
        String[] parts = picture.split("[x-]", -1);
        int width = Integer.parseInt(parts[0]);
        int height = Integer.parseInt(parts[1]);
        boolean small = width == Pictures.SIDE;
        PngFile file = small
                ? PngFile.grey(Pictures.garment(1), width, filter(parts[2]))
                : new PngFile(Pictures.encode(photo(width, height), "png"));
        spec = new InputSpec(small || picture.endsWith("grey") ? 1 : 3, height, width, 0);
        png = file.file();
        compressed = file.compressed();
        buffer = new byte[height * (1 + 4 * width)];
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

    private BufferedImage photo(int width, int height) {
        int type = BufferedImage.TYPE_3BYTE_BGR;
        if (picture.endsWith("grey")) {
            type = BufferedImage.TYPE_BYTE_GRAY;
        } else if (picture.endsWith("alpha")) {
            type = BufferedImage.TYPE_4BYTE_ABGR;
        }
        return Pictures.photo(width, height, type);
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
}
