package io.odradek.streamer.live.sample;

/**
 * Text that anybody may have written, made fit for a page: not long, one line, nothing that no encoding can say. What it
 * means to HTML is the page's matter. Stateless.
 */
public final class Words {
    /** Of a class's name: as in the metrics. */
    public static final int LABEL = 64;

    /** Of an id. */
    public static final int ID = 256;

    /** Of a sentence. */
    public static final int SENTENCE = 500;

    private static final int REPLACEMENT = 0xfffd;

    private Words() {}

    /** The text, with at most so many UTF-16 units of it, and {@code U+FFFD} for control characters, half characters, and what turns text round. */
    public static String clean(String text, int most) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), most));
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            int units = Character.charCount(character);
            if (i + units > most) {
                break;
            }
            clean.appendCodePoint(isBad(character) ? REPLACEMENT : character);
            i += units;
        }
        return clean.toString();
    }

    private static boolean isBad(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> turnsRound(character);
        };
    }

    /** What makes the text behind it run the other way. */
    private static boolean turnsRound(int character) {
        return (character >= 0x202a && character <= 0x202e) || (character >= 0x2066 && character <= 0x2069);
    }
}
