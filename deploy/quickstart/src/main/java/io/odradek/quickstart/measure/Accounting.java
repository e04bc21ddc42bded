package io.odradek.quickstart.measure;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether each image got exactly one outcome, matched by the position of the image and by nothing else.
 *
 * @param images image records in the topic
 * @param predictions images with a prediction
 * @param deadLetters images in the dead-letter topic
 * @param lost images with neither
 * @param duplicates outcomes beyond the first of their image
 * @param strangers outcomes that answer no image of this set
 * @param misplaced predictions that lie in another partition than their image
 */
public record Accounting(
        int images, int predictions, int deadLetters, int lost, int duplicates, int strangers, int misplaced) {
    /** Balances images against outcomes. */
    public static Accounting of(
            Collection<Source> images, Collection<Prediction> predictions, Collection<DeadLetter> deadLetters) {
        Set<Source> expected = Set.copyOf(images);
        Set<Source> predicted =
                new HashSet<>(predictions.stream().map(Prediction::source).toList());
        Set<Source> dead =
                new HashSet<>(deadLetters.stream().map(DeadLetter::source).toList());
        Set<Source> answered = new HashSet<>(predicted);
        answered.addAll(dead);
        int outcomes = predictions.size() + deadLetters.size();
        int strangers =
                (int) answered.stream().filter(s -> !expected.contains(s)).count();
        int duplicates = outcomes - answered.size();
        predicted.retainAll(expected);
        dead.retainAll(expected);
        answered.retainAll(expected);
        int misplaced = (int) predictions.stream()
                .filter(p -> p.partition() != p.source().partition())
                .count();
        return new Accounting(
                expected.size(),
                predicted.size(),
                dead.size(),
                expected.size() - answered.size(),
                duplicates,
                strangers,
                misplaced);
    }

    /** The sum over several phases. */
    public static Accounting sum(List<Accounting> parts) {
        return parts.stream()
                .reduce(
                        new Accounting(0, 0, 0, 0, 0, 0, 0),
                        (a, b) -> new Accounting(
                                a.images + b.images,
                                a.predictions + b.predictions,
                                a.deadLetters + b.deadLetters,
                                a.lost + b.lost,
                                a.duplicates + b.duplicates,
                                a.strangers + b.strangers,
                                a.misplaced + b.misplaced));
    }
}
