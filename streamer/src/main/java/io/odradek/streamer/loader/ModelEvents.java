package io.odradek.streamer.loader;

import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.message.ModelRef;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the loader reports; called on its thread. */
public interface ModelEvents {
    /**
     * The version that the pointer names is not in force, and this is what would change it; empty when nothing is missing
     * any more. Reported once for each new text.
     */
    void waiting(String what);

    /**
     * The pointer names this version; reported once for each new one. Empty: the topic was created anew and has no pointer
     * yet. A watched file has no pointer.
     */
    void wanted(String version);

    /** A model went live; {@code took} is the time from the decision to try it until it was live. */
    void live(ModelRef model, Duration took);

    /**
     * A version, or a pointer, was refused; reported once.
     *
     * @param version the version, or words in brackets that say what else it was
     * @param sha256 of the file, where it was a file
     */
    void refused(String version, @Nullable String sha256, Stage stage, String why);

    /** The topic, the file or its origin cannot be read for now; the loader goes on trying. {@code what} is a sentence. */
    void unreadable(String what);

    /** Another try failed for the reason that was reported last. */
    void unreadableAgain();

    /** The loader ended by a bug; no new model will ever arrive. */
    void failed(Throwable cause);
}
