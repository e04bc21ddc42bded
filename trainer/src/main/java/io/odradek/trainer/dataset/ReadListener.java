package io.odradek.trainer.dataset;

/** Hears how far work on many images has come, on the thread that asked for it: implementations return at once. */
public interface ReadListener {
    /** Hears nothing. */
    ReadListener NONE = (what, done, of) -> {};

    /**
     * Some are done.
     *
     * @param what is read or done, as in {@code images}
     * @param done how many, from 1
     * @param of how many there are
     */
    void onRead(String what, int done, int of);
}
