package io.odradek.streamer.registry;

import org.jspecify.annotations.Nullable;

/**
 * A decision that was thought out and not yet written.
 *
 * @param name the model
 * @param version what will be live
 * @param decision who decides when and why
 * @param base the decision it is based on, or null for the first
 * @param next what will be written
 * @param isPending whether the version's file is not in the topic yet
 * @param unreadable the newest pointer record where nobody can read it: this decision takes its place; or null
 */
public record Plan(
        String name,
        String version,
        Decision decision,
        @Nullable StoredPointer base,
        StoredPointer next,
        boolean isPending,
        RegistryState.@Nullable Unreadable unreadable) {
    /** Whether that version is in force already, so that there is nothing to write. */
    public boolean changesNothing() {
        return base != null && unreadable == null && base.pointer().live().equals(version);
    }

    /** Where in the topic the base stands; -1 for none. */
    long baseOffset() {
        return base == null ? -1 : base.offset();
    }
}
