package io.odradek.streamer.drift;

import io.odradek.streamer.contract.Reference;
import io.odradek.streamer.contract.Reference.Histogram;
import io.odradek.streamer.image.ImageFormat;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The reference of a model, made ready to count and to compare. Immutable. */
final class Basis {
    /** As in {@code odradek.reference}. */
    private static final int TENTHS = 10;

    /** A bin each, and one for all that the streamer does not take. */
    private static final List<ImageFormat> FORMATS = List.of(ImageFormat.values());

    private final Map<Statistic, Scale> scales = new EnumMap<>(Statistic.class);

    /** Null where there is nothing to compare with. */
    static @Nullable Basis of(Reference.Reading reading) {
        return reading instanceof Reference.Reading.Known known ? new Basis(known.reference()) : null;
    }

    private Basis(Reference reference) {
        int images = reference.images();
        scales.put(Statistic.CLASSES, Scale.of(reference.classShares(), images));
        scales.put(Statistic.CONFIDENCE, Scale.of(reference.confidenceHistogram(), images));
        scales.put(Statistic.MEAN, measured(reference.mean(), images));
        scales.put(Statistic.CONTRAST, measured(reference.contrast(), images));
        scales.put(Statistic.SIZE, measured(reference.size(), images));
        scales.put(Statistic.FORMAT, formats(reference.formats(), images));
    }

    private static Scale measured(@Nullable Histogram histogram, int images) {
        return histogram == null ? Scale.NOT_JUDGED : Scale.of(histogram.edges(), histogram.shares(), images);
    }

    private static Scale formats(Map<String, Double> shares, int images) {
        if (shares.isEmpty()) {
            return Scale.NOT_JUDGED;
        }
        double[] ofFormats = new double[FORMATS.size() + 1];
        shares.forEach((type, share) -> {
            ImageFormat format = ImageFormat.named(type);
            ofFormats[format == null ? FORMATS.size() : format(format)] += share;
        });
        return Scale.of(Arrays.stream(ofFormats).boxed().toList(), images);
    }

    /** The bins of a statistic. */
    Scale scale(Statistic statistic) {
        return Objects.requireNonNull(scales.get(statistic));
    }

    /** How many statistics are compared. */
    int judged() {
        return (int) scales.values().stream().filter(Scale::isJudged).count();
    }

    /** The bin of a probability, 0 to 1. */
    static int tenth(float probability) {
        return Math.min(TENTHS - 1, Math.max(0, (int) (probability * TENTHS)));
    }

    /** The bin of a format. */
    static int format(ImageFormat format) {
        return FORMATS.indexOf(format);
    }
}
