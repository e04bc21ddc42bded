package io.odradek.streamer.evaluation.pairing;

import java.util.Optional;
import java.util.Set;

/** Which classes a version has. */
@FunctionalInterface
public interface ClassNames {
    /**
     * Its classes; empty where they cannot be known, as of a version that is no longer in the models topic.
     *
     * @param model {@code name@version}
     */
    Optional<Set<String>> of(String model);
}
