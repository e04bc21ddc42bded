package io.odradek.streamer.topology;

/**
 * What watches the flow of images without taking part in it.
 *
 * @param breaker sees each outcome
 * @param lost sees each poll
 * @param progress sees each poll and each answer
 */
public record Watches(Breaker breaker, LostImages lost, Progress progress) {}
