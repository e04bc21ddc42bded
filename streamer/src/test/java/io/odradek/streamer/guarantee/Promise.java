package io.odradek.streamer.guarantee;

/** What the streamer promises. */
enum Promise {
    AT_LEAST_ONCE("at_least_once"),
    EXACTLY_ONCE("exactly_once_v2");

    private final String setting;

    Promise(String setting) {
        this.setting = setting;
    }

    /** The value of {@code odradek.processing.guarantee}. */
    String setting() {
        return setting;
    }
}
