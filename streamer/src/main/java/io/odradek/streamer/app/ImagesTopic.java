package io.odradek.streamer.app;

/**
 * What the images topic allows.
 *
 * @param partitions number of partitions, at least 1
 * @param maxRecordBytes the largest record, without the producer's compression
 */
record ImagesTopic(int partitions, int maxRecordBytes) {}
