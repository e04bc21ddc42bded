package io.odradek.streamer.evaluation.pairing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one image.
 *
 * @param since when its first prediction was read or, before that, its first label, in milliseconds since 1970
 * @param guesses what versions said, each version once
 * @param labels before there is a prediction the latest that came, the latest first: which of them is in time is not known
 *     yet; then the one that counts, if there is one
 * @param rejected whether that one is a dead letter already
 */
public record Case(long since, List<Judged> guesses, List<Label> labels, boolean rejected) {
    /**
     * A guess.
     *
     * @param guess what it says
     * @param truth the class by which it was judged; null before it is
     */
    public record Judged(Guess guess, @Nullable String truth) {}

    /** Copies the lists. */
    public Case {
        guesses = List.copyOf(guesses);
        labels = List.copyOf(labels);
    }

    /** Whether a label waits here for its image. */
    public boolean isLabelOnly() {
        return guesses.isEmpty();
    }

    /** How many guesses no label was found for. */
    public long unjudged() {
        return guesses.stream().filter(judged -> judged.truth() == null).count();
    }

    /** The latest label; null where there is none. */
    @Nullable
    Label label() {
        return labels.isEmpty() ? null : labels.get(0);
    }
}
