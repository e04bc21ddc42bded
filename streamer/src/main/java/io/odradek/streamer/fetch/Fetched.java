package io.odradek.streamer.fetch;

/** The outcome of {@link Fetcher#fetch}. */
public sealed interface Fetched {
    /** The file is there, and its digest is the reference's. */
    record Stored() implements Fetched {}

    /**
     * The reference can never be followed as it is: it leads to no allowed place, or (by a link or a redirect) out of it, or to what is no regular file;
     * there is more than it or the settings allow; or the whole file has another digest. Nothing else is a refusal.
     *
     * @param why what was found and what is allowed, in one line
     */
    record Refused(String why) implements Fetched {}

    /**
     * The origin, the cache or the disk cannot be used for now, or the file is shorter than its reference says, as one that
     * is still being written: worth another try later. Any HTTP status but 200 and a redirect is one of these.
     *
     * @param why one line, the same for the same trouble
     */
    record Unreachable(String why) implements Fetched {}
}
