package io.odradek.trainer.cli;

/** A training that somebody stopped; the message says where it is and how to go on. */
final class TrainingStopped extends InterruptedException {
    private static final long serialVersionUID = 1;

    /** @param message one line without a trailing full stop */
    TrainingStopped(String message) {
        super(message);
    }
}
