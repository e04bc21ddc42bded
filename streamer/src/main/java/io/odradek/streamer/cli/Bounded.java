package io.odradek.streamer.cli;

import io.odradek.streamer.config.ConfigException;

/** Numbers on the command line. Stateless. */
final class Bounded {
    /** Of records in a second; 0 is no limit. */
    private static final int MOST_RATE = 10_000_000;

    private Bounded() {}

    /** The number. @throws ConfigException when it is not one of {@code least} to {@code most} */
    static int of(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ConfigException(option + " is " + value + ", allowed: " + least + " to " + most);
        }
        return value;
    }

    /** {@code --rate}. @throws ConfigException when it is none */
    static int rate(int value) {
        return of("--rate", value, 0, MOST_RATE);
    }
}
