package io.odradek.streamer.model;

/** Threads on which ONNX Runtime may be used for the first time. Stateless. */
public final class NativeThread {
    /**
     * ONNX Runtime 1.29 matches the process's command line against a regular expression when it is first used, and needs
     * some hundred bytes of stack for each character: with Java's usual megabyte, a command line of 4,000 characters ends
     * the process without a word. This much holds the longest that Linux allows; only what is used becomes real memory.
     */
    private static final long STACK_BYTES = 64L << 20;

    private NativeThread() {}

    /** A daemon thread, not started. */
    public static Thread of(String name, Runnable body) {
        Thread thread = new Thread(null, body, name, STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }
}
