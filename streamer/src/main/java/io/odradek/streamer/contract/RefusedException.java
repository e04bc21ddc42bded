package io.odradek.streamer.contract;

/** Carries a refusal out of the stages of admission, which turns it into a value. */
public final class RefusedException extends Exception {
    private final Stage stage;

    /** @param message for people; made one printable line */
    public RefusedException(Stage stage, String message) {
        super(OneLine.of(message));
        this.stage = stage;
    }

    /** Where the file failed. */
    public Stage stage() {
        return stage;
    }
}
