package io.odradek.streamer.evaluation.pairing;

import io.odradek.streamer.evaluation.pairing.Case.Judged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which predictions and labels of an image find each other. A label counts for a prediction when their
 * timestamps are at most the grace apart, whenever the two are read. Of several labels the latest by timestamp, then by
 * partition and offset, counts, in whichever order they come. Each version that classified the image is judged for itself,
 * once. Not thread-safe.
 */
public final class Pairing {
    /** More versions that classified one image are not kept. */
    public static final int MOST_VERSIONS = 16;

    /** More labels of an image that has not come are not kept; the latest are. */
    public static final int MOST_LABELS = 4;

    private final long graceMillis;
    private final ClassNames classes;
    private final Consequences consequences;

    /**
     * @param grace how far apart a label and its image may be
     * @param classes which classes a version has
     * @param consequences told what follows
     */
    public Pairing(Duration grace, ClassNames classes, Consequences consequences) {
        this.graceMillis = grace.toMillis();
        this.classes = classes;
        this.consequences = consequences;
    }

    /**
     * Takes what has come about an image.
     *
     * @param known what was known before; null for nothing
     * @param now in milliseconds since 1970
     * @return what is known now; the same object where nothing has changed
     */
    public Case take(@Nullable Case known, Arrival arrival, long now) {
        return arrival instanceof Guess guess ? guess(known, guess, now) : label(known, (Label) arrival, now);
    }

    private Case guess(@Nullable Case known, Guess guess, long now) {
        if (known == null) {
            consequences.count(GuessOutcome.TAKEN);
            return new Case(now, List.of(new Judged(guess, null)), List.of(), false);
        }
        if (known.guesses().stream().anyMatch(other -> other.guess().model().equals(guess.model()))) {
            consequences.count(GuessOutcome.REPEATED);
            return known;
        }
        if (known.guesses().size() >= MOST_VERSIONS) {
            consequences.count(GuessOutcome.EVICTED);
            return known;
        }
        consequences.count(GuessOutcome.TAKEN);
        List<Judged> guesses = new ArrayList<>(known.guesses());
        guesses.add(new Judged(guess, null));
        long since = known.isLabelOnly() ? now : known.since();
        List<Label> labels = known.labels();
        if (known.isLabelOnly()) {
            labels = labels.stream()
                    .filter(label -> isInTime(guess, label))
                    .limit(1)
                    .toList();
            if (labels.isEmpty()) {
                consequences.count(LabelOutcome.LATE);
            }
        }
        return judged(new Case(since, guesses, labels, known.rejected()));
    }

    private Case label(@Nullable Case known, Label label, long now) {
        if (known == null) {
            return new Case(now, List.of(), List.of(label), false);
        }
        if (!known.isLabelOnly() && known.guesses().stream().noneMatch(one -> isInTime(one.guess(), label))) {
            consequences.count(LabelOutcome.LATE);
            return known;
        }
        Label before = known.label();
        if (before == null) {
            return judged(new Case(known.since(), known.guesses(), List.of(label), false));
        }
        boolean same = before.text().equals(label.text());
        consequences.count(same ? LabelOutcome.DUPLICATE : LabelOutcome.CONTRADICTION);
        if (known.isLabelOnly()) {
            return new Case(known.since(), List.of(), latest(known.labels(), label), false);
        }
        return Label.ORDER.compare(label, before) > 0
                ? judged(new Case(known.since(), known.guesses(), List.of(label), same && known.rejected()))
                : known;
    }

    private static List<Label> latest(List<Label> labels, Label another) {
        return Stream.concat(labels.stream(), Stream.of(another))
                .sorted(Label.ORDER.reversed())
                .limit(MOST_LABELS)
                .toList();
    }

    private boolean isInTime(Guess guess, Label label) {
        return Math.abs(guess.time() - label.time()) <= graceMillis;
    }

    /** Judges each guess by the case's label, if it has one, that it was not judged by. */
    private Case judged(Case open) {
        Label label = open.label();
        if (label == null) {
            return open;
        }
        boolean rejected = open.rejected();
        List<Judged> guesses = new ArrayList<>();
        for (Judged one : open.guesses()) {
            if (!isInTime(one.guess(), label) || label.text().equals(one.truth())) {
                guesses.add(one);
                continue;
            }
            if (one.truth() != null) {
                consequences.judged(new Judgement(one.guess(), one.truth(), -1));
            }
            boolean isClass = isClass(one.guess().model(), label.text());
            if (isClass) {
                consequences.judged(new Judgement(one.guess(), label.text(), 1));
            } else if (!rejected) {
                rejected = true;
                consequences.rejected(label, one.guess().model());
            }
            guesses.add(new Judged(one.guess(), isClass ? label.text() : null));
        }
        Case closed = new Case(open.since(), guesses, open.labels(), rejected);
        if (isJudged(closed) && !isJudged(open)) {
            consequences.count(LabelOutcome.USED);
        }
        return closed;
    }

    private static boolean isJudged(Case one) {
        return one.unjudged() < one.guesses().size();
    }

    private boolean isClass(String model, String text) {
        return classes.of(model).map(all -> all.contains(text)).orElse(true);
    }
}
