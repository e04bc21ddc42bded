package io.odradek.streamer.model;

/** Makes a message of text that anybody may have written: one line, printable, not long. Stateless. */
final class OneLine {
    private static final int MAX_LENGTH = 300;

    private OneLine() {}

    static String of(String text) {
        String head = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
        return head.replaceAll("[^ -~]", "?");
    }
}
