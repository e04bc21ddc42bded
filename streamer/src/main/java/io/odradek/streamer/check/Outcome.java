package io.odradek.streamer.check;

import io.odradek.streamer.contract.Stage;

/** What became of a model file that was tried here. */
sealed interface Outcome {
    /**
     * A streamer here would admit it.
     *
     * @param from how the file was got, as in {@code , fetched from ...}; empty where the topic holds it
     */
    record Admitted(String from) implements Outcome {}

    /**
     * A streamer here would refuse it.
     *
     * @param stage where
     * @param why what was found and what is expected
     */
    record Refused(Stage stage, String why) implements Outcome {}

    /**
     * The file could not be had, or not be tried here.
     *
     * @param why the reason
     */
    record NotTried(String why) implements Outcome {}
}
