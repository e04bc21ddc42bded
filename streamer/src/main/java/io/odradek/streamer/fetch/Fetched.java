package io.odradek.streamer.fetch;

/** The outcome of {@link Fetcher#fetch}. */
public sealed interface Fetched {
    /** The file is there, and its digest is the reference's. */
    record Stored() implements Fetched {}

    /**
     * The reference can never be followed as it is.
     *
     * @param why what was found and what is allowed, in one line
     */
    record Refused(String why) implements Fetched {}

    /**
     * The origin, or the disk, cannot be used for now: worth another try later.
     *
     * @param why one line, the same for the same trouble
     */
    record Unreachable(String why) implements Fetched {}
}
