package io.odradek.streamer.contract;

import java.util.Locale;

/** The stages of admission, in order. The lower-case name is the metric tag {@code stage} and stands in messages. */
public enum Stage {
    /** The pointer record itself: JSON, schema, version. */
    POINTER,
    /** The file is fetched from where a reference says. */
    FETCH,
    /** The file is kept on local disk. */
    SPOOL,
    /** The file's size. */
    SIZE,
    /**
     * The signature, where trusted keys are configured. Before the protobuf: what nobody trusted has signed is not even
     * parsed.
     */
    SIGNATURE,
    /** The protobuf, in pure Java: parsable, no external data, no custom operators, no sparse tensors. */
    PROTOBUF,
    /** The metadata contract, and whether the graph's input and output agree with it. */
    CONTRACT,
    /** All that follows, in a process of its own: neither a crash nor endless work of the runtime harms this one. */
    PROBE,
    /** The runtime builds a session. */
    SESSION,
    /** The golden images give the stated tensors and probabilities. */
    GOLDEN,
    /** The outputs are probabilities. */
    OUTPUT;

    /** As in metrics and messages. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
