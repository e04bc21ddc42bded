package io.odradek.streamer.registry;

import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.OneLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Everything in the {@code models} topic, without the files' bytes: the newest record of each artefact, and the decisions
 * about each model that compaction left. Not thread-safe.
 */
public final class RegistryState {
    /** More than a person reads; compaction leaves one in the end. */
    private static final int MAX_DECISIONS = 100;

    private final NavigableMap<String, NavigableMap<String, Artefact>> artefacts = new TreeMap<>();
    private final NavigableMap<String, Deque<StoredPointer>> decisions = new TreeMap<>();
    private final NavigableMap<String, Unreadable> unreadable = new TreeMap<>();
    private final NavigableMap<String, Deleted> deleted = new TreeMap<>();

    /**
     * A record that no streamer understands, the newest of its key.
     *
     * @param key cleaned
     * @param offset of the record
     * @param why one printable line
     */
    public record Unreadable(String key, long offset, String why) {}

    /**
     * A pointer that was deleted: instances that run keep the model that it named.
     *
     * @param offset of the tombstone
     * @param last what it was, or null where compaction removed it before
     */
    public record Deleted(long offset, @Nullable StoredPointer last) {}

    /** Takes the next record in offset order. */
    void apply(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        int at = key.indexOf('@');
        String name = at < 0 ? key : key.substring(0, at);
        if (!ModelContract.isName(name) || (at >= 0 && !ModelContract.isVersion(key.substring(at + 1)))) {
            // By digest: a key may be as large as a record, and only a line of it is kept.
            unreadable(
                    "?" + Digest.sha256(key.getBytes(StandardCharsets.UTF_8)),
                    key,
                    record,
                    "the key is neither NAME nor NAME@VERSION");
        } else if (at < 0) {
            applyPointer(name, record);
        } else {
            applyArtefact(name, key.substring(at + 1), record);
        }
    }

    /** The names of all models that have an artefact or a pointer. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(artefacts.keySet());
        names.addAll(decisions.keySet());
        return names;
    }

    /** The artefacts of a model by version. */
    public NavigableMap<String, Artefact> artefacts(String name) {
        return artefacts.getOrDefault(name, new TreeMap<>());
    }

    /** An artefact, or null when it is not in the topic. */
    public @Nullable Artefact artefact(String name, String version) {
        return artefacts(name).get(version);
    }

    /** The newest decision that streamers can follow, or null. */
    public @Nullable StoredPointer pointer(String name) {
        Deque<StoredPointer> all = decisions.get(name);
        return all == null ? null : all.peekLast();
    }

    /** The decisions about a model that are still in the topic, the oldest first. */
    public List<StoredPointer> decisions(String name) {
        return List.copyOf(decisions.getOrDefault(name, new ArrayDeque<>()));
    }

    /** The newest pointer record of a model, where nobody can read it. */
    public @Nullable Unreadable unreadablePointer(String name) {
        return unreadable.get(name);
    }

    /** The deletion of a model's pointer, where that is the newest decision and compaction left it; or null. */
    public @Nullable Deleted deletedPointer(String name) {
        return deleted.get(name);
    }

    /** Records that are neither artefact nor pointer. */
    public Collection<Unreadable> unreadable() {
        return unreadable.values();
    }

    /** Which pointer names a version, as in {@code live of NAME}, or an empty text. */
    String namedBy(String name, String version) {
        StoredPointer own = pointer(name);
        if (own != null && own.names().contains(version)) {
            String role = own.role(version);
            return (role.isEmpty() ? "named" : role) + " in the pointer of " + name;
        }
        for (String other : decisions.keySet()) {
            StoredPointer pointer = pointer(other);
            if (pointer != null && pointer.names().contains(name + "@" + version)) {
                return "named in the pointer of " + other;
            }
        }
        return "";
    }

    private void applyArtefact(String name, String version, ConsumerRecord<byte[], byte[]> record) {
        NavigableMap<String, Artefact> versions = artefacts.computeIfAbsent(name, n -> new TreeMap<>());
        if (record.value() == null) {
            versions.remove(version);
        } else {
            versions.put(
                    version,
                    Artefact.of(
                            name, version, record.value(), record.offset(), Instant.ofEpochMilli(record.timestamp())));
        }
        if (versions.isEmpty()) {
            artefacts.remove(name);
        }
    }

    private void applyPointer(String name, ConsumerRecord<byte[], byte[]> record) {
        unreadable.remove(name);
        Deleted before = deleted.remove(name);
        if (record.value() == null) {
            StoredPointer last = pointer(name);
            deleted.put(name, new Deleted(record.offset(), last == null && before != null ? before.last() : last));
            decisions.remove(name);
            return;
        }
        try {
            StoredPointer pointer =
                    StoredPointer.parse(record.value(), record.offset(), Instant.ofEpochMilli(record.timestamp()));
            Deque<StoredPointer> all = decisions.computeIfAbsent(name, n -> new ArrayDeque<>());
            all.addLast(pointer);
            if (all.size() > MAX_DECISIONS) {
                all.removeFirst();
            }
        } catch (IllegalArgumentException e) {
            unreadable(name, name, record, "pointer: " + e.getMessage());
        }
    }

    private void unreadable(String id, String key, ConsumerRecord<byte[], byte[]> record, String why) {
        if (record.value() == null) {
            unreadable.remove(id);
        } else {
            unreadable.put(id, new Unreadable(OneLine.of(key), record.offset(), OneLine.of(why)));
        }
    }
}
