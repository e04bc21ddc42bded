package io.odradek.streamer.verify;

/**
 * What is left of one kind of answers to one partition of images, where Kafka removes the oldest. An answer that is not there
 * may have been removed when some were, when its image is older than what the topic keeps, and when no answer to an earlier
 * image is left: answers keep the order of their images. Not thread-safe.
 */
final class Remains {
    private final long keepsSince;
    /** Behind the last image that is older. */
    private long mayGoBelow;
    /** The first image whose answer is left. */
    private long firstLeft = Long.MAX_VALUE;

    private boolean isCut;

    /** @param keepsSince the timestamp, in ms, from which on no answer is removed; that of an answer is its image's */
    Remains(long keepsSince) {
        this.keepsSince = keepsSince;
    }

    void image(long offset, long timestamp) {
        if (timestamp < keepsSince) {
            mayGoBelow = Math.max(mayGoBelow, offset + 1);
        }
    }

    void answer(long offset) {
        firstLeft = Math.min(firstLeft, offset);
    }

    /** Some have been removed, if not of these images. */
    void cut() {
        isCut = true;
    }

    boolean mayHaveLost(long offset) {
        return isCut && offset < mayGoBelow && offset < firstLeft;
    }
}
