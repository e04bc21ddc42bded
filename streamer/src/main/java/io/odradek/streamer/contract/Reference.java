package io.odradek.streamer.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the model answered on held-out images, and what those images were like: the metadata key {@code odradek.reference}.
 *
 * @param images number of held-out images, at least {@value #LEAST_IMAGES}
 * @param classShares share of images predicted as each class, in output order
 * @param confidenceHistogram share of images whose highest probability lies in each of ten equal bins from 0 to 1
 * @param mean of the tensor's samples; null where the file does not say, as with those of the first versions
 * @param contrast standard deviation of the tensor's samples; null where the file does not say
 * @param size pixels of the image in its own size; null where the data set has no files
 * @param formats share of images of each media type; empty where the data set has no files
 */
public record Reference(
        int images,
        List<Double> classShares,
        List<Double> confidenceHistogram,
        @Nullable Histogram mean,
        @Nullable Histogram contrast,
        @Nullable Histogram size,
        Map<String, Double> formats) {
    /** Of fewer images a share says too little: the one in tenths is right to a fifth of itself at best. */
    static final int LEAST_IMAGES = 200;

    private static final String KEY = "odradek.reference";
    private static final int TENTHS = 10;
    private static final int MOST_EDGES = 100;
    private static final int MOST_FORMATS = 100;
    private static final double ROUNDING = 1e-3;

    /**
     * Shares by the bins of a number. A value lies in the bin of as many edges as are not above it.
     *
     * @param edges rising, at least one
     * @param shares one more than edges; they sum to 1
     */
    public record Histogram(List<Double> edges, List<Double> shares) {
        /** Copies the lists. */
        public Histogram {
            edges = List.copyOf(edges);
            shares = List.copyOf(shares);
        }
    }

    /** What a file says. It is for drift alone: a model is not refused for it. */
    public sealed interface Reading {
        /** It can be compared with. */
        record Known(Reference reference) implements Reading {}

        /** The file has none. */
        record Missing() implements Reading {}

        /**
         * It cannot be used.
         *
         * @param why one line
         */
        record Unusable(String why) implements Reading {}
    }

    /** Copies the collections. */
    public Reference {
        classShares = List.copyOf(classShares);
        confidenceHistogram = List.copyOf(confidenceHistogram);
        formats = Map.copyOf(formats);
    }

    /**
     * Reads the key; fields that it does not know are skipped.
     *
     * @param json its value, null where there is none
     * @param classes of the model
     */
    static Reading read(@Nullable String json, int classes) {
        if (json == null) {
            return new Reading.Missing();
        }
        try {
            return new Reading.Known(parse(Json.object(KEY, Json.parse(KEY, json)), classes));
        } catch (IllegalArgumentException e) {
            return new Reading.Unusable(OneLine.of(String.valueOf(e.getMessage())));
        }
    }

    private static Reference parse(JsonObject json, int classes) {
        int images = Json.integer(KEY + ".images", json.get("images"));
        if (images < LEAST_IMAGES) {
            throw new IllegalArgumentException(
                    KEY + ".images is " + images + ", to compare with it takes at least " + LEAST_IMAGES);
        }
        return new Reference(
                images,
                shares("classShares", json.get("classShares"), classes),
                shares("confidenceHistogram", json.get("confidenceHistogram"), TENTHS),
                histogram("mean", json.get("mean")),
                histogram("contrast", json.get("contrast")),
                histogram("size", json.get("size")),
                formats(json.get("formats")));
    }

    private static List<Double> shares(String name, @Nullable JsonElement json, int expected) {
        List<Double> shares = Json.numbers(KEY + "." + name, json);
        if (shares.size() != expected) {
            throw new IllegalArgumentException(
                    KEY + "." + name + " has " + shares.size() + " shares, expected " + expected);
        }
        check(name, shares);
        return shares;
    }

    private static void check(String name, Iterable<Double> shares) {
        double sum = 0;
        for (double share : shares) {
            // Negated, so that NaN fails too.
            if (!(share >= 0)) {
                throw new IllegalArgumentException(KEY + "." + name + " has a share of " + share + ", allowed: 0 to 1");
            }
            sum += share;
        }
        if (!(Math.abs(sum - 1) <= ROUNDING)) {
            throw new IllegalArgumentException(KEY + "." + name + " sums to " + sum + ", it must be 1");
        }
    }

    private static @Nullable Histogram histogram(String name, @Nullable JsonElement json) {
        if (json == null) {
            return null;
        }
        JsonObject histogram = Json.object(KEY + "." + name, json);
        List<Double> edges = Json.numbers(KEY + "." + name + ".edges", histogram.get("edges"));
        if (edges.isEmpty() || edges.size() > MOST_EDGES) {
            throw new IllegalArgumentException(
                    KEY + "." + name + " has " + edges.size() + " edges, allowed: 1 to " + MOST_EDGES);
        }
        for (int i = 1; i < edges.size(); i++) {
            if (!(edges.get(i) > edges.get(i - 1))) {
                throw new IllegalArgumentException(KEY + "." + name + ".edges do not rise");
            }
        }
        return new Histogram(edges, shares(name, histogram.get("shares"), edges.size() + 1));
    }

    private static Map<String, Double> formats(@Nullable JsonElement json) {
        Map<String, Double> formats = new LinkedHashMap<>();
        if (json == null) {
            return formats;
        }
        String name = "formats";
        for (Map.Entry<String, JsonElement> one :
                Json.object(KEY + "." + name, json).entrySet()) {
            formats.put(one.getKey(), Json.number(KEY + "." + name, one.getValue()));
        }
        if (formats.size() > MOST_FORMATS) {
            throw new IllegalArgumentException(
                    KEY + "." + name + " has " + formats.size() + " formats, allowed: " + MOST_FORMATS);
        }
        check(name, new ArrayList<>(formats.values()));
        return formats;
    }
}
