package io.odradek.streamer.trial;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Takes single images and tells what became of them. Thread-safe. */
public interface ImageTrial {
    /** The topics that an image can be sent to, at least one; the first unless another is named. */
    List<String> topics();

    /** How large an image may be now. */
    Limit limit();

    /** The right to try one image, or empty when it must wait for a second. Who gets it closes it. */
    Optional<Turns.Turn> turn();

    /**
     * Sends an image and waits for what becomes of it.
     *
     * @param turn this image's; not closed here
     * @param patience until this method returns, at least 4 s
     */
    TrialOutcome attempt(TrialImage image, Turns.Turn turn, Duration patience);
}
