package io.odradek.streamer.verify;

import java.util.List;

/**
 * What came of asking images again.
 *
 * @param agree answers that are given again
 * @param differ answers that are not
 * @param modelGone answers of versions that cannot be asked any more, or are not known, or not asked alike
 * @param differing the first answers that differ, at most 10, with what they are here
 * @param notes why
 */
public record SampleAccount(int agree, int differ, int modelGone, List<String> differing, List<String> notes) {
    /** Copies the lists. */
    public SampleAccount {
        differing = List.copyOf(differing);
        notes = List.copyOf(notes);
    }

    /** Images that were asked again, or would have been. */
    public int sampled() {
        return agree + differ + modelGone;
    }
}
