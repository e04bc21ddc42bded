package io.odradek.bench.measure;

/**
 * What the streamer's start takes, from its process until it is ready.
 *
 * @param cpuSeconds processor time
 * @param seconds on the clock
 */
public record Start(Spread cpuSeconds, Spread seconds) {}
