package io.odradek.streamer.deadletters.replay;

/** What becomes of a chosen dead letter. */
public enum Fate {
    /** It is sent; in a dry run, it would be. */
    SENT("sent", false, ""),
    /** Its mark says so. */
    SENT_BEFORE("sentBefore", false, "sent before, by an earlier replay"),
    /** At-least-once may give an image two dead letters. */
    REPEATED("repeated", false, "further dead letters of an image that has been sent"),
    /** As often as is allowed. */
    REFUSED_AGAIN("refusedAgain", false, "sent again and refused again; --attempts sends them once more"),
    /** With a reason of ours and without KIP-1034's headers. */
    NO_ORIGIN("noOrigin", true, "without the headers that say where their image came from"),
    /** Who may write dead letters must not choose topics for who sends them again. */
    OTHER_TOPIC(
            "otherTopic",
            true,
            "images of topics that are none of this streamer's: name theirs with --images-topic or --routes"),
    /** It was deleted. */
    NO_TOPIC("noTopic", true, "their topic of images is not there any more"),
    /** It was created anew, with fewer. */
    NO_PARTITION("noPartition", true, "their partition is not there any more: give the topic as many as it had"),
    /** It did not fit into the dead-letter topic. */
    LEFT_OUT("leftOut", true, "without their value, which was too large for this topic: the image is where it was"),
    /** For the topic of images as it is now, with the headers that are added. */
    TOO_LARGE("tooLarge", true, "larger than their topic takes: raise its max.message.bytes");

    private final String tag;
    private final boolean isFailure;
    private final String words;

    Fate(String tag, boolean isFailure, String words) {
        this.tag = tag;
        this.isFailure = isFailure;
        this.words = words;
    }

    /** For programs. */
    public String tag() {
        return tag;
    }

    /** Whether it should have been sent and cannot. */
    public boolean isFailure() {
        return isFailure;
    }

    /** For people; empty for those that are sent. */
    public String words() {
        return words;
    }
}
