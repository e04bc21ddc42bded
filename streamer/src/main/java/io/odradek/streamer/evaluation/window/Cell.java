package io.odradek.streamer.evaluation.window;

import io.odradek.streamer.evaluation.pairing.Guess;
import io.odradek.streamer.evaluation.pairing.Judgement;

/**
 * Judgements that are the same for every figure: a cell of the confusion matrix, by confidence.
 *
 * @param truth the class that the label names
 * @param predicted the class that the prediction names
 * @param bin of the confidence, 0 to {@link #BINS} - 1
 */
public record Cell(String truth, String predicted, int bin) {
    /** Bins of equal width, as many as the trainer's calibration has. */
    public static final int BINS = 15;

    /** The one that a judgement is counted in; its names are in the JVM's table of texts. */
    public static Cell of(Judgement judgement) {
        Guess guess = judgement.guess();
        return new Cell(judgement.truth().intern(), guess.label().intern(), bin(guess.confidence()));
    }

    /** Whether the prediction is right. */
    public boolean isRight() {
        return truth.equals(predicted);
    }

    /** Bins are open below and closed above. */
    private static int bin(long billionths) {
        return (int) Math.max(0, (billionths * BINS + Guess.CERTAIN - 1) / Guess.CERTAIN - 1);
    }
}
