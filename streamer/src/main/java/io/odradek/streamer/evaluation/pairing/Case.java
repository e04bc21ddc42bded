package io.odradek.streamer.evaluation.pairing;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one image.
 *
 * @param since when its first prediction was read or, before that, its first label, in milliseconds since 1970
 * @param guesses what versions said, each version once
 * @param label the latest that counts; null before there is one
 * @param rejected whether that label is a dead letter already
 */
public record Case(
        long since, List<Judged> guesses, @Nullable Label label, boolean rejected) {
    /**
     * A guess.
     *
     * @param guess what it says
     * @param truth the class by which it was judged; null before it is
     */
    public record Judged(Guess guess, @Nullable String truth) {}

    /** Copies the list. */
    public Case {
        guesses = List.copyOf(guesses);
    }

    /** Whether a label waits here for its image. */
    public boolean isLabelOnly() {
        return guesses.isEmpty();
    }

    /** How many guesses no label was found for. */
    public long unjudged() {
        return guesses.stream().filter(judged -> judged.truth() == null).count();
    }

    /** The label of a case that has one. */
    Label knownLabel() {
        return Objects.requireNonNull(label, "the case has no label");
    }
}
