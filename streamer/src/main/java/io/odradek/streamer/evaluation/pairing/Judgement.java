package io.odradek.streamer.evaluation.pairing;

/**
 * A prediction whose image's label is known, or is known to have been another one.
 *
 * @param guess the prediction
 * @param truth the class that the label names
 * @param weight 1; -1 where an earlier judgement is taken back
 */
public record Judgement(Guess guess, String truth, int weight) {}
