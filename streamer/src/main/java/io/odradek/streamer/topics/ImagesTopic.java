package io.odradek.streamer.topics;

/**
 * What the images topic allows.
 *
 * @param partitions number of partitions, at least 1
 * @param maxRecordBytes the largest record, without the producer's compression
 */
public record ImagesTopic(int partitions, int maxRecordBytes) {
    /** What a dead letter's or a prediction's headers may add to the record that it answers. */
    static final int HEADROOM_BYTES = 64 * 1024;

    /** The largest prediction or dead letter, as a record. */
    public int maxAnswerBytes() {
        return maxRecordBytes + HEADROOM_BYTES;
    }
}
