package io.odradek.streamer.verify;

/** What can be wrong with an image's answers. */
public enum Fault {
    /** No answer, although the group has gone past it. */
    LOST("lost", "lost"),
    /** More than one prediction, or more than one dead letter: what at-least-once may do. */
    REPEATED("repeated", "repeated"),
    /** A prediction and a dead letter. */
    BOTH("both", "both predicted and dead-lettered"),
    /** Its first answer stands behind that of a later image. */
    OUT_OF_ORDER("outOfOrder", "out of order"),
    /** An answer, and no image. */
    STRANGE("strange", "strange");

    private final String tag;
    private final String words;

    Fault(String tag, String words) {
        this.tag = tag;
        this.words = words;
    }

    /** As in the report for programs. */
    public String tag() {
        return tag;
    }

    /** What follows a number, for people. */
    public String words() {
        return words;
    }
}
