package io.odradek.streamer.contract;

/** Carries a refusal out of the stages of admission, which turns it into a value. */
public final class RefusedException extends Exception {
    private final Stage stage;
    private final boolean isForNow;

    /** @param message for people; made one printable line */
    public RefusedException(Stage stage, String message) {
        this(stage, message, false);
    }

    private RefusedException(Stage stage, String message, boolean isForNow) {
        super(OneLine.of(message));
        this.stage = stage;
        this.isForNow = isForNow;
    }

    /** One that says something about this machine at this time, and nothing about the file. */
    public static RefusedException forNow(Stage stage, String message) {
        return new RefusedException(stage, message, true);
    }

    /** Whether the same file may pass later. */
    public boolean isForNow() {
        return isForNow;
    }

    /** Where the file failed. */
    public Stage stage() {
        return stage;
    }
}
