package io.odradek.streamer.registry;

import io.odradek.streamer.config.StreamerException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the registry: files, decisions, tombstones. What it refuses is a {@link StreamerException} with a message for
 * people. Thread-safe.
 *
 * @param topic where the registry is
 */
public record Registry(RegistryTopic topic) {
    /**
     * Publishes a file and waits until all replicas have it. The same bytes again are fine.
     *
     * @throws StreamerException when the version is taken by another file, also in the same moment, or the file too
     *     large for the topic
     */
    public Published publish(Candidate file) {
        topic.checkFit();
        topic.checkRoom(file.key(), file.bytes().length);
        long before = topic.end();
        Artefact stored = topic.read().artefact(file.name(), file.version());
        if (stored == null) {
            long offset = topic.send(file.key(), file.bytes());
            if (!topic.digestsSince(before, file.key()).stream().allMatch(file.sha256()::equals)) {
                throw new StreamerException("in the same moment somebody published another file as " + file.key()
                        + "; a version never names two files: publish both again under other versions");
            }
            return new Published(offset, true);
        }
        if (!stored.sha256().equals(file.sha256())) {
            throw new StreamerException("topic " + topic.name() + " already has another file as " + file.key()
                    + " (sha256 " + stored.sha256() + ", offset " + stored.offset()
                    + "); a version never names two files: choose another version");
        }
        return new Published(stored.offset(), false);
    }

    /**
     * Thinks out a promotion.
     *
     * @param allowPending whether the version's file may be missing
     * @throws StreamerException when its file is missing, or no streamer would admit it
     */
    public Plan planPromotion(String name, String version, Decision decision, boolean allowPending) {
        topic.checkFit();
        RegistryState state = topic.read();
        Artefact artefact = state.artefact(name, version);
        if (artefact == null && !allowPending) {
            throw new StreamerException("topic " + topic.name() + " has no " + name + "@" + version
                    + among(state.artefacts(name).keySet()) + ": publish it first, or promote it with --pending");
        }
        if (artefact != null && artefact.description() instanceof Description.Unreadable bad) {
            throw new StreamerException("no streamer would admit " + artefact.key() + ": " + bad.why());
        }
        return plan(state, name, version, decision, artefact == null);
    }

    /**
     * Thinks out a return to an earlier version.
     *
     * @param to that version, or null for the newest of {@code previous} whose file is there
     */
    public Plan planRollback(String name, @Nullable String to, Decision decision) {
        topic.checkFit();
        RegistryState state = topic.read();
        StoredPointer base = state.pointer(name);
        if (base == null) {
            throw new StreamerException(
                    noPointer(state, name) + ": there is nothing to return from; promote a version");
        }
        if (to != null) {
            return planPromotion(name, to, decision, false);
        }
        for (String version : base.pointer().previous()) {
            Artefact artefact = state.artefact(name, version);
            if (artefact != null && !artefact.isUnreadable()) {
                return plan(state, name, version, decision, false);
            }
        }
        throw new StreamerException("the pointer of " + name + " names "
                + (base.pointer().previous().isEmpty()
                        ? "no earlier version"
                        : "earlier versions, but none that can be served is in topic " + topic.name() + ": "
                                + String.join(", ", base.pointer().previous()))
                + "; choose one with --to");
    }

    /** Writes a decision, reads the topic back and says what became of it. */
    public Promotion decide(Plan plan) {
        long offset = topic.send(plan.name(), plan.next().toBytes());
        List<StoredPointer> decisions = topic.read().decisions(plan.name());
        StoredPointer newest = decisions.isEmpty() ? null : decisions.get(decisions.size() - 1);
        if (newest == null || !newest.is(plan.decision())) {
            return new Promotion.Superseded(offset, newest);
        }
        return new Promotion.InForce(
                offset,
                decisions.stream()
                        .filter(d -> d.offset() > plan.baseOffset() && d.offset() < offset)
                        .toList());
    }

    /**
     * Thinks out which versions to remove.
     *
     * @param versions exactly these; or, when empty, every one that no pointer names, but for the newest {@code keep}
     * @param evenLive whether to go on where the model has no pointer, and instances may still serve one of them
     * @throws StreamerException when a pointer names one of them
     */
    public Pruning planPruning(String name, Collection<String> versions, int keep, boolean evenLive) {
        topic.checkFit();
        RegistryState state = topic.read();
        RegistryState.Unreadable unreadable = state.unreadablePointer(name);
        if (unreadable != null) {
            throw new StreamerException("the pointer of " + name + " in topic " + topic.name() + " is unreadable ("
                    + unreadable.why()
                    + "), so nobody knows what it names: promote a version first");
        }
        Pruning pruning =
                versions.isEmpty() ? free(state, name, keep) : new Pruning(name, chosen(state, name, versions));
        if (state.pointer(name) == null && !evenLive && !pruning.artefacts().isEmpty()) {
            throw new StreamerException(noPointer(state, name)
                    + ": promote a version first, or prune with --even-live what no instance serves any more");
        }
        return pruning;
    }

    private String noPointer(RegistryState state, String name) {
        RegistryState.Deleted deleted = state.deletedPointer(name);
        if (deleted == null) {
            return "model " + name + " has no pointer in topic " + topic.name()
                    + ", so nobody knows here what its instances serve";
        }
        return "the pointer of " + name + " was deleted (offset " + deleted.offset() + "), and instances keep "
                + (deleted.last() == null
                        ? "what was live"
                        : deleted.last().pointer().live() + ", which was live");
    }

    private static Pruning free(RegistryState state, String name, int keep) {
        List<Artefact> free = new ArrayList<>(state.artefacts(name).values());
        free.removeIf(artefact -> !state.namedBy(name, artefact.version()).isEmpty());
        free.sort(Comparator.comparingLong(Artefact::offset));
        return new Pruning(name, free.subList(0, Math.max(0, free.size() - keep)));
    }

    /**
     * Removes versions.
     *
     * @throws StreamerException when somebody promoted one of them meanwhile
     */
    public void prune(Pruning pruning) {
        pruning.artefacts().forEach(artefact -> topic.send(artefact.key(), null));
        RegistryState state = topic.read();
        for (Artefact artefact : pruning.artefacts()) {
            String named = state.namedBy(artefact.name(), artefact.version());
            if (!named.isEmpty() && state.artefact(artefact.name(), artefact.version()) == null) {
                throw new StreamerException(artefact.key() + " was removed, and in the same moment somebody decided on"
                        + " it: it is " + named + ". Publish its file again");
            }
        }
    }

    private List<Artefact> chosen(RegistryState state, String name, Collection<String> versions) {
        List<Artefact> chosen = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (String version : versions) {
            Artefact artefact = state.artefact(name, version);
            String named = state.namedBy(name, version);
            if (artefact == null) {
                refused.add(version + " is not in topic " + topic.name());
            } else if (!named.isEmpty()) {
                refused.add(version + " is " + named);
            } else {
                chosen.add(artefact);
            }
        }
        if (!refused.isEmpty()) {
            throw new StreamerException("nothing was removed: " + String.join("; ", refused));
        }
        chosen.sort(Comparator.comparingLong(Artefact::offset));
        return chosen;
    }

    private static Plan plan(RegistryState state, String name, String version, Decision decision, boolean pending) {
        StoredPointer base = state.pointer(name);
        StoredPointer next = base == null ? StoredPointer.first(version, decision) : base.next(version, decision);
        return new Plan(name, version, decision, base, next, pending, state.unreadablePointer(name));
    }

    private static String among(Collection<String> known) {
        return known.isEmpty() ? "" : " (there are: " + String.join(", ", known) + ")";
    }
}
