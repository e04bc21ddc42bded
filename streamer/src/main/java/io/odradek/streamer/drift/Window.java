package io.odradek.streamer.drift;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts of the images of a window. Adding allocates nothing. Not thread-safe. */
final class Window {
    private final Basis basis;
    /** Images in each bin. */
    private final Map<Statistic, int[]> counts = new EnumMap<>(Statistic.class);

    private int images;

    /** Empty, with the bins of {@code basis}. */
    Window(Basis basis) {
        this.basis = basis;
        for (Statistic statistic : Statistic.values()) {
            counts.put(statistic, new int[basis.scale(statistic).bins()]);
        }
    }

    /** Counts one image more; {@link #count} says in which bins it is. */
    void countImage() {
        images++;
    }

    /** The image that is being counted is in this bin; does nothing where the statistic is not judged. */
    void count(Statistic statistic, int bin) {
        int[] bins = Objects.requireNonNull(counts.get(statistic));
        if (bin >= 0 && bin < bins.length) {
            bins[bin]++;
        }
    }

    /** Images in it. */
    int images() {
        return images;
    }

    /** Compares it with the basis, whatever number of images it has. */
    Verdict judge() {
        Map<Statistic, Verdict.Finding> findings = new EnumMap<>(Statistic.class);
        double level = Verdict.level(basis.judged());
        counts.forEach((statistic, bins) -> {
            Scale scale = basis.scale(statistic);
            if (scale.isJudged()) {
                findings.put(statistic, Verdict.finding(scale.compare(bins), level));
            }
        });
        return new Verdict(images, findings);
    }
}
