package io.odradek.streamer.topology;

/**
 * What watches the flow of images without taking part in it.
 *
 * @param breaker sees each outcome
 * @param lost sees each poll
 */
public record Watches(Breaker breaker, LostImages lost) {}
