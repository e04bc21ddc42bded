package io.odradek.streamer.registry;

import java.util.List;

/**
 * Versions to be removed from the topic.
 *
 * @param name the model
 * @param artefacts in the order in which they were published
 */
public record Pruning(String name, List<Artefact> artefacts) {
    /** Copies the list. */
    public Pruning {
        artefacts = List.copyOf(artefacts);
    }

    /** What compaction will free, in bytes without compression. */
    public long bytes() {
        return artefacts.stream().mapToLong(Artefact::recordBytes).sum();
    }
}
