package io.odradek.streamer.verify;

import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.PredictionReader;
import io.odradek.streamer.message.Source;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Images that are asked again, and the first answer to each. They are those whose places have the least hashes: spread
 * evenly, and the same each time. Holds a prediction of each, 4 bytes a class. Not thread-safe.
 */
final class Sample {
    private final Set<Source> chosen;
    private final Map<Source, Prediction> predictions = new TreeMap<>(Source.ORDER);
    private final Map<Source, String> reasons = new TreeMap<>(Source.ORDER);

    private Sample(Set<Source> chosen) {
        this.chosen = chosen;
    }

    /** Chooses so many images, or all where there are fewer. */
    static Sample of(int size, Tally tally) {
        TreeMap<Long, Source> least = new TreeMap<>();
        if (size > 0) {
            tally.images(image -> {
                long hash = hash(image);
                if (least.size() < size || hash < least.lastKey()) {
                    least.put(hash, image);
                }
                if (least.size() > size) {
                    least.remove(least.lastKey());
                }
            });
        }
        return new Sample(new HashSet<>(least.values()));
    }

    /** Looks at a prediction. */
    void prediction(Optional<Source> source, byte @Nullable [] value) {
        source.filter(this::isOpen)
                .flatMap(image -> PredictionReader.read(value))
                .ifPresent(prediction -> predictions.put(prediction.source(), prediction));
    }

    /** Looks at a dead letter. */
    void deadLetter(Optional<Source> source, Headers headers) {
        source.filter(this::isOpen).ifPresent(image -> reasons.put(image, DeadLetter.text(headers, DeadLetter.REASON)));
    }

    private boolean isOpen(Source image) {
        return chosen.contains(image) && !predictions.containsKey(image) && !reasons.containsKey(image);
    }

    /** What was chosen. */
    Set<Source> chosen() {
        return Collections.unmodifiableSet(chosen);
    }

    /** In the order of the images. */
    Map<Source, Prediction> predictions() {
        return Collections.unmodifiableMap(predictions);
    }

    /** The reason of each dead letter, in the order of the images. */
    Map<Source, String> reasons() {
        return Collections.unmodifiableMap(reasons);
    }

    /** Of neighbours as different as of any two: the finaliser of SplitMix64 (Steele et al. 2014). */
    private static long hash(Source image) {
        long mixed = image.offset() + 0x9e3779b97f4a7c15L * (31L * image.topic().hashCode() + image.partition() + 1);
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
