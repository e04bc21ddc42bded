package io.odradek.streamer.message;

import org.jspecify.annotations.Nullable;

/**
 * A record that could not be classified; its reason travels in headers.
 *
 * @param value the value exactly as received
 * @param source the record's origin
 */
public record DeadLetter(byte @Nullable [] value, Source source) implements Sourced {
    /** Header: the typed reason, a code. */
    public static final String REASON = "odradek-reason";

    /** Header of KIP-1034: why, in words. */
    public static final String MESSAGE = "__streams.errors.message";

    /** Header of KIP-1034: the topic that the record came from. */
    public static final String TOPIC = "__streams.errors.topic";

    /** Header of KIP-1034: the partition that the record came from. */
    public static final String PARTITION = "__streams.errors.partition";

    /** Header of KIP-1034: the record's offset in that partition. */
    public static final String OFFSET = "__streams.errors.offset";

    /** Header: what had to be left out of a dead letter that would not have fitted. */
    public static final String OMITTED = "odradek-omitted";
}
