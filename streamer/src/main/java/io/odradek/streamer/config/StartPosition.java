package io.odradek.streamer.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;

/** Where a consumer group that has committed nothing begins. */
public sealed interface StartPosition {
    /** 100 years. */
    long MAX_DAYS = 36_500;

    /** With the oldest image that is there. */
    record Earliest() implements StartPosition {}

    /** With the images that come from now on. */
    record Latest() implements StartPosition {}

    /**
     * With the first image whose timestamp is not older than this.
     *
     * @param age more than zero, at most 100 years
     */
    record Ago(Duration age) implements StartPosition {}

    /** Reads the setting. @throws ConfigException when it is neither a name nor a duration in ISO-8601 */
    static StartPosition of(Settings settings) {
        String text = settings.get(Setting.START).strip();
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "earliest" -> new Earliest();
            case "latest" -> new Latest();
            default -> ago(text, settings);
        };
    }

    private static Ago ago(String text, Settings settings) {
        try {
            Duration age = Duration.parse(text);
            if (age.toMillis() > 0 && age.toDays() <= MAX_DAYS) {
                return new Ago(age);
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Reported below, in the same words as a duration that is not positive.
        }
        throw settings.wrong(Setting.START);
    }
}
