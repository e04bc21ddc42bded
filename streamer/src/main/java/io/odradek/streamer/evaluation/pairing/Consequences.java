package io.odradek.streamer.evaluation.pairing;

/** What follows when something about an image becomes known. */
public interface Consequences {
    /** A prediction is judged, or a judgement taken back. */
    void judged(Judgement judgement);

    /** A label names no class of the version that classified its image. */
    void rejected(Label label, String model);

    /** Counts a label. */
    void count(LabelOutcome outcome);

    /** Counts a prediction. */
    void count(GuessOutcome outcome);
}
