package io.odradek.streamer.evaluation.label;

/** What became of a record of the labels topic that was read. */
public sealed interface LabelReading {
    /**
     * A label.
     *
     * @param identity of its image, 16 bytes
     * @param text the class's name, 1 to 1000 characters
     */
    record Found(byte[] identity, String text) implements LabelReading {}

    /**
     * None.
     *
     * @param reason why
     * @param message the same, about this record, in one printable line
     */
    record Refused(LabelReason reason, String message) implements LabelReading {}
}
