package io.odradek.streamer.config;

import java.time.Duration;

/**
 * When so many images are rejected that it is no longer a matter of single images.
 *
 * @param share the breaker opens when more than this share of the window is rejected, 0 to 1; 1 is never
 * @param window how far back it looks
 * @param minImages with fewer images in the window it does not open, at least 1
 * @param pause whether the streamer pauses when it opens
 */
public record BreakerLimits(double share, Duration window, long minImages, boolean pause) {}
