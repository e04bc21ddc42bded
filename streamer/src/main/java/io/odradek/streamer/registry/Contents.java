package io.odradek.streamer.registry;

/** What came of getting a version's file. */
public sealed interface Contents {
    /**
     * It is here.
     *
     * @param file the whole ONNX file; not copied, read only
     * @param from how it was got, as in {@code , fetched from ...}; empty where the topic holds it
     */
    record Whole(byte[] file, String from) implements Contents {}

    /**
     * Its record leads nowhere for good.
     *
     * @param why what was found and what is allowed
     */
    record Refused(String why) implements Contents {}

    /**
     * It cannot be had now.
     *
     * @param why the reason
     */
    record Unavailable(String why) implements Contents {}
}
