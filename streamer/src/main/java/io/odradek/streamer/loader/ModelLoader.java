package io.odradek.streamer.loader;

/** Follows the place where models come from, on a thread of its own, and swaps the live model. */
public interface ModelLoader extends AutoCloseable {
    /** Starts the thread. */
    void start();

    /**
     * Stops the thread; the live model stays with the holder.
     *
     * @throws IllegalStateException when the thread does not end within some seconds
     */
    @Override
    void close();
}
