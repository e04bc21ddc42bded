package io.odradek.streamer.drift;

import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.Reference;
import io.odradek.streamer.contract.Reference.Histogram;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.message.ModelRef;
import java.util.List;
import java.util.Map;

/** References of made-up models of two classes, and their files' contracts. */
final class References {
    /** Two classes, equally frequent; all sure. */
    static final Reference OLD = new Reference(
            10_000,
            List.of(0.5, 0.5),
            List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.2, 0.8),
            null,
            null,
            null,
            Map.of());

    /** The same with all that a reference may say. */
    static final Reference FULL = new Reference(
            OLD.images(),
            OLD.classShares(),
            OLD.confidenceHistogram(),
            new Histogram(List.of(50.0, 100.0, 150.0), List.of(0.0, 0.5, 0.5, 0.0)),
            new Histogram(List.of(10.0, 20.0), List.of(0.0, 1.0, 0.0)),
            new Histogram(List.of(783.5, 784.5), List.of(0.0, 1.0, 0.0)),
            Map.of("image/png", 0.9, "image/jpeg", 0.1));

    private References() {}

    static ModelContract contract(String version, Reference.Reading reading) {
        return new ModelContract(
                "m", version, List.of("cat", "dog"), new InputSpec(1, 28, 28, 0), List.of(), null, reading);
    }

    static ModelContract contract(String version, Reference reference) {
        return contract(version, new Reference.Reading.Known(reference));
    }

    static ModelRef ref(String version) {
        return new ModelRef("m", version, "ab".repeat(32));
    }
}
