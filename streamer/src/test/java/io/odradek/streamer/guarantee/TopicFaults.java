package io.odradek.streamer.guarantee;

/** Faults of topics. */
final class TopicFaults {
    private TopicFaults() {}

    /**
     * What stands in the topic goes with it, by the wish of whoever deletes it: so bad images are held back until those that
     * were sent are answered, and the answers are kept for the account. Then they go on, and have no topic to go to.
     */
    static Runnable deleteDeadLetters(Site site, int pick) {
        site.feed().holdBadImages();
        site.letters().delete();
        site.feed().sendBadImages();
        return site.letters()::create;
    }
}
