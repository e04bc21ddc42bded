package io.odradek.streamer.message;

/**
 * What was said of an image.
 *
 * @param label its class
 * @param confidence the class's probability, 0 to 1
 * @param classes how many the model knew
 * @param model the model that said so
 * @param source the image's record
 */
public record PastPrediction(String label, float confidence, int classes, ModelRef model, Source source) {}
