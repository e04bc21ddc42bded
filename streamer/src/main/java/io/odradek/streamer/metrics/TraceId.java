package io.odradek.streamer.metrics;

/**
 * Names a span that is recorded, for exemplars.
 *
 * @param trace 32 hexadecimal digits
 * @param span 16 hexadecimal digits
 */
public record TraceId(String trace, String span) {}
