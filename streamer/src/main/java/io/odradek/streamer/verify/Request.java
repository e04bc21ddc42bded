package io.odradek.streamer.verify;

import io.odradek.streamer.config.TopicNames;
import io.odradek.streamer.history.Bound;

/**
 * What is to be verified.
 *
 * @param topics images, predictions and dead letters, and where the models are
 * @param from where the range of images begins
 * @param to where it ends, without the image there
 * @param sample how many images are asked again, 0 for none
 * @param rate images and answers that are read in a second, 0 for as many as come
 */
public record Request(TopicNames topics, Bound from, Bound to, int sample, int rate) {}
