package io.odradek.streamer.image;

import io.odradek.streamer.micro.Pictures;
import java.awt.image.BufferedImage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Values that are no PNG into tensors. */
@State(Scope.Thread)
public class DecodeBenchmark {
    private static final InputSpec GREY = new InputSpec(1, Pictures.SIDE, Pictures.SIDE, 0);
    private static final InputSpec COLOURS = new InputSpec(3, 224, 224, 0);

    private final ImageDecoder decoder = new ImageDecoder();
    private final byte[] raw = Pictures.garment(1);
    private final byte[] rawColours = new byte[COLOURS.bytes()];
    private final byte[] jpeg = Pictures.encode(Pictures.photo(224, 224, BufferedImage.TYPE_3BYTE_BGR), "jpg");

    /** Raw pixels of 28 x 28, told by their length. */
    @Benchmark
    public Decoding raw() {
        return decoder.decode(raw, null, GREY);
    }

    /** The same with a content type. */
    @Benchmark
    public Decoding rawDeclared() {
        return decoder.decode(raw, "application/vnd.odradek.raw", GREY);
    }

    /** Raw pixels of 224 x 224 in three colours, which become planes. */
    @Benchmark
    public Decoding rawColours() {
        return decoder.decode(rawColours, null, COLOURS);
    }

    /** A JPEG of 224 x 224 in three colours. */
    @Benchmark
    public Decoding jpeg() {
        return decoder.decode(jpeg, null, COLOURS);
    }
}
