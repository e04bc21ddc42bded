package io.odradek.streamer.loader;

import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.message.ModelRef;
import java.time.Duration;

/** What the loader reports; called on its thread. */
public interface ModelEvents {
    /** No model is in force, and this is what would change it; reported once for each new text. */
    void waiting(String what);

    /** A model went live; {@code took} is the time from the decision to try it until it was live. */
    void live(ModelRef model, Duration took);

    /** A version, or a pointer, was refused; reported once. */
    void refused(String version, Stage stage, String why);

    /** The topic, the file or its origin cannot be read for now; the loader goes on trying. {@code what} is a sentence. */
    void unreadable(String what);

    /** The loader ended by a bug; no new model will ever arrive. */
    void failed(Throwable cause);
}
