package io.odradek.streamer.model;

/** Carries a refusal out of the stages of {@link AdmissionGate}, which turns it into a value. */
final class RefusedException extends Exception {
    private final Stage stage;

    RefusedException(Stage stage, String message) {
        super(OneLine.of(message));
        this.stage = stage;
    }

    Stage stage() {
        return stage;
    }
}
