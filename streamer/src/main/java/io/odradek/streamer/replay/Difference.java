package io.odradek.streamer.replay;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.message.PastPrediction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was said of images then, held against what is said now; labels are compared by their text. The first prediction of
 * an image counts. Used by one thread at a time.
 */
public final class Difference {
    /** More classes and versions than models have: then the topic is another one. */
    private static final int MOST_KINDS = 200_000;

    /** Of as many one by one; models of many classes have more. */
    private static final int MOST_CHANGES = 200_000;

    private final List<String> labels;
    private final Set<String> classes;
    private Accuracy accuracy = Accuracy.NONE;
    private final Map<String, Tally> same = new HashMap<>();
    private final Map<Change, Tally> changed = new HashMap<>();
    /** All further changes, by the version of then. */
    private final Map<String, Tally> further = new HashMap<>();

    private final Set<String> labelsThen = new HashSet<>();
    private boolean hasOtherNumber;
    private long rejectedNow;
    private long foreign;
    private long unidentified;
    private long unknownTruths;

    /** @param labels of the model of now, in output order */
    Difference(List<String> labels) {
        this.labels = labels;
        this.classes = Set.copyOf(labels);
    }

    /**
     * Enters an image.
     *
     * @param index of its class now, or {@link Answers#REJECTED}
     * @param confidence the class's probability
     */
    void add(PastPrediction then, int index, float confidence) {
        hasOtherNumber |= then.classes() != labels.size();
        if (labelsThen.add(then.label())) {
            checkKinds();
        }
        if (index == Answers.REJECTED) {
            rejectedNow++;
            return;
        }
        String version = then.model().name() + "@" + then.model().version();
        String now = labels.get(index);
        if (now.equals(then.label())) {
            same.computeIfAbsent(version, v -> new Tally()).add(then.confidence(), confidence);
        } else {
            changed(new Change(version, then.label(), now)).add(then.confidence(), confidence);
        }
        checkKinds();
    }

    private Tally changed(Change change) {
        if (changed.size() < MOST_CHANGES || changed.containsKey(change)) {
            return changed.computeIfAbsent(change, c -> new Tally());
        }
        return further.computeIfAbsent(change.version(), v -> new Tally());
    }

    /** Enters an image whose true label is known, beside what {@link #add(PastPrediction, int, float)} is told. */
    void addTruth(String truth, PastPrediction then, int index) {
        if (index != Answers.REJECTED) {
            accuracy = accuracy.and(truth.equals(then.label()), truth.equals(labels.get(index)));
            unknownTruths += classes.contains(truth) ? 0 : 1;
        }
    }

    private void checkKinds() {
        if (labelsThen.size() + same.size() + further.size() > MOST_KINDS) {
            throw new StreamerException("the predictions of then have more than " + MOST_KINDS
                    + " labels and versions: is it a topic of predictions?");
        }
    }

    /** A prediction is of another topic's image, or of a partition that is not replayed. */
    void addForeign() {
        foreign++;
    }

    /** A record is no prediction. */
    void addUnidentified() {
        unidentified++;
    }

    /** Enters all that another one has, of the same model. */
    void add(Difference other) {
        other.same.forEach((version, tally) ->
                same.computeIfAbsent(version, v -> new Tally()).add(tally));
        other.changed.forEach((change, tally) -> changed(change).add(tally));
        other.further.forEach((version, tally) ->
                further.computeIfAbsent(version, v -> new Tally()).add(tally));
        labelsThen.addAll(other.labelsThen);
        hasOtherNumber |= other.hasOtherNumber;
        rejectedNow += other.rejectedNow;
        foreign += other.foreign;
        unidentified += other.unidentified;
        accuracy = accuracy.and(other.accuracy);
        unknownTruths += other.unknownTruths;
        checkKinds();
    }

    /** Images with a label then and now. */
    public long compared() {
        return sameImages() + changedImages();
    }

    /** Of both models, over the images with a label of then, one of now, and a true one. */
    public Accuracy accuracy() {
        return accuracy;
    }

    /** Of the images of {@link #accuracy} those whose true label is no class of the model of now. */
    public long unknownTruths() {
        return unknownTruths;
    }

    /** Images whose label is the same. */
    public long sameImages() {
        return same.values().stream().mapToLong(Tally::images).sum();
    }

    /** Images whose label is another one. */
    public long changedImages() {
        return changed.values().stream().mapToLong(Tally::images).sum() + furtherChanged();
    }

    /** Those of them that are not among the {@link #changes}. */
    public long furtherChanged() {
        return further.values().stream().mapToLong(Tally::images).sum();
    }

    /** Images that had a label then and are rejected now. */
    public long rejectedNow() {
        return rejectedNow;
    }

    /** Predictions of other topics' images, or of partitions that were not replayed. */
    public long foreign() {
        return foreign;
    }

    /** Records among the predictions that are none. */
    public long unidentified() {
        return unidentified;
    }

    /** At most 200,000 changes, the most frequent first. */
    public List<Map.Entry<Change, Tally>> changes() {
        List<Map.Entry<Change, Tally>> changes = new ArrayList<>(changed.entrySet());
        changes.sort(Comparator.<Map.Entry<Change, Tally>>comparingLong(
                        change -> -change.getValue().images())
                .thenComparing(change -> change.getKey().version())
                .thenComparing(change -> change.getKey().then())
                .thenComparing(change -> change.getKey().now()));
        return changes;
    }

    /** The versions of then, each with the number of images whose label is the same, and another one. */
    public NavigableMap<String, Counts> versions() {
        NavigableMap<String, Counts> versions = new TreeMap<>();
        same.forEach((version, tally) -> versions.merge(version, new Counts(tally.images(), 0), Counts::and));
        changed.forEach(
                (change, tally) -> versions.merge(change.version(), new Counts(0, tally.images()), Counts::and));
        further.forEach((version, tally) -> versions.merge(version, new Counts(0, tally.images()), Counts::and));
        return versions;
    }

    /**
     * Images of one version of then.
     *
     * @param same with the same label now
     * @param changed with another one
     */
    public record Counts(long same, long changed) {
        Counts and(Counts other) {
            return new Counts(same + other.same, changed + other.changed);
        }
    }

    /** Whether the model of now has other classes than one of then, as far as their predictions show. */
    public boolean hasOtherClasses() {
        return hasOtherNumber || !classes.containsAll(labelsThen);
    }

    /** Labels of then that the model of now does not have. */
    public NavigableSet<String> onlyThen() {
        NavigableSet<String> only = new TreeSet<>(labelsThen);
        labels.forEach(only::remove);
        return only;
    }

    /** Classes of the model of now that nothing was labelled with then. */
    public NavigableSet<String> onlyNow() {
        NavigableSet<String> only = new TreeSet<>(labels);
        only.removeAll(labelsThen);
        return only;
    }
}
