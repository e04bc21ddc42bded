package io.odradek.streamer.model;

/** Closes models that a test of another package admitted. */
public final class ReleasedModels {
    private ReleasedModels() {}

    /** Closes the model. */
    public static void release(LoadedModel model) {
        model.release();
    }
}
