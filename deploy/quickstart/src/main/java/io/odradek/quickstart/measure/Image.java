package io.odradek.quickstart.measure;

/**
 * An image record as it lies in its topic.
 *
 * @param source its position
 * @param id the {@code odradek-id} header, else its key, else its position
 * @param timestampMillis when its producer meant to send it
 * @param encoded the file: PNG bytes
 */
public record Image(Source source, String id, long timestampMillis, byte[] encoded) {}
