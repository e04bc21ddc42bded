package io.odradek.quickstart.measure;

/**
 * Which image record: the position that Kafka gave it.
 *
 * @param topic the images topic
 * @param partition its partition
 * @param offset its offset there
 */
public record Source(String topic, int partition, long offset) {}
