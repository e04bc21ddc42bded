package io.odradek.trainer.dataset;

/** Hears how the reading of many files goes, on the thread that asked for it: implementations return at once. */
public interface ReadListener {
    /** Hears nothing. */
    ReadListener NONE = (what, done, of) -> {};

    /**
     * Some files are done.
     *
     * @param what is read, as in {@code images}
     * @param done how many, from 1
     * @param of how many there are
     */
    void onRead(String what, int done, int of);
}
