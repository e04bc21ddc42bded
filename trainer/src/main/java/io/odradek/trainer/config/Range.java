package io.odradek.trainer.config;

/** Checks of values that come from the command line. Stateless. */
final class Range {
    private Range() {}

    static void require(String option, float found, float least, float most) {
        require(found >= least && found <= most, option, found, least + " to " + most);
    }

    static void require(String option, int found, int least, int most) {
        require(found >= least && found <= most, option, found, least + " to " + most);
    }

    static void require(boolean valid, String option, Object found, String allowed) {
        if (!valid) {
            throw new IllegalArgumentException(option + " is " + found + ", allowed: " + allowed);
        }
    }
}
