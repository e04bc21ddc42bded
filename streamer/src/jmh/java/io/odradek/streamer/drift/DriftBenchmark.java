package io.odradek.streamer.drift;

import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.Reference;
import io.odradek.streamer.contract.Reference.Histogram;
import io.odradek.streamer.image.ImageFormat;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.live.sample.Novel;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Source;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs an image to be compared with the reference, with its share of the window's judgement. */
@State(Scope.Thread)
public class DriftBenchmark implements DriftMonitor.Listener, Supplier<Source> {
    private static final int IMAGES = 256;
    private static final Source SOURCE = new Source("images", 0, 7);

    private final ModelRef ref = new ModelRef("m", "1", "ab".repeat(32));
    private final PixelMoments moments = new PixelMoments();
    private final DriftMonitor monitor = new DriftMonitor(1_000, this);
    private final byte[][] images = new byte[IMAGES][];
    private ModelContract contract = contract(28);
    private int next;

    /** Height and width of a grey image. */
    @Param({"28", "224"})
    public int side;

    /** Makes images of noise, lighter and darker. */
    @Setup
    public void make() {
        contract = contract(side);
        monitor.keepNovel();
        Random random = new Random(7);
        for (int i = 0; i < IMAGES; i++) {
            images[i] = new byte[side * side];
            int most = 1 + random.nextInt(256);
            for (int pixel = 0; pixel < images[i].length; pixel++) {
                images[i][pixel] = (byte) random.nextInt(most);
            }
        }
    }

    private static ModelContract contract(int side) {
        List<Double> tenths = Collections.nCopies(10, 0.1);
        Histogram histogram =
                new Histogram(Stream.iterate(12.0, edge -> edge + 12).limit(9).toList(), tenths);
        Reference reference = new Reference(10_000, tenths, tenths, histogram, histogram, null, Map.of());
        return new ModelContract(
                "m",
                "1",
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                new InputSpec(1, side, side, 0),
                List.of(),
                null,
                new Reference.Reading.Known(reference));
    }

    /** One image. */
    @Benchmark
    public void count() {
        next = (next + 1) % IMAGES;
        byte[] image = images[next];
        Observer observer = Objects.requireNonNull(monitor.observer(ref, contract, 1));
        moments.look(image);
        observer.add(next % 10, next / 256f, moments, ImageFormat.RAW, image.length, image, this);
    }

    @Override
    public Source get() {
        return SOURCE;
    }

    @Override
    public void watching(ModelRef model, Reference.Reading reading) {
        // Nobody.
    }

    @Override
    public void judged(ModelRef model, Verdict verdict, List<Novel> novel) {
        // Nobody.
    }
}
