package io.odradek.streamer.evaluation.label;

/** A value that is no label; its message is one printable line. */
final class BadLabelException extends Exception {
    private static final long serialVersionUID = 1;

    private final LabelReason reason;

    BadLabelException(LabelReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    LabelReason reason() {
        return reason;
    }
}
