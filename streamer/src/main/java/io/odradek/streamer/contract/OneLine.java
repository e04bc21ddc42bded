package io.odradek.streamer.contract;

/** Makes a message of text that anybody may have written: one line, printable, not long. Stateless. */
public final class OneLine {
    private static final int MAX_LENGTH = 300;

    private OneLine() {}

    /** The text as one printable line of at most 300 characters. */
    public static String of(String text) {
        String head = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
        return head.replaceAll("[^ -~]", "?");
    }
}
