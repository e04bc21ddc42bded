package io.odradek.streamer.loader;

import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.fetch.ModelReference;
import io.odradek.streamer.message.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code models} topic says about one model: its files by version, and the newest valid pointer. Records of
 * other models are passed over. Not thread-safe.
 */
final class TopicModels {
    private static final String POINTER = "(pointer)";
    private static final int MAX_OTHERS = 10;

    private final String name;
    private final Spool spool;
    private final ModelEvents events;
    /** What stands before this offset was told before. */
    private final long toldTo;

    private final Map<String, Artefact> artefacts = new HashMap<>();
    /** Why a version's file could not be kept on disk. */
    private final Map<String, String> unkept = new HashMap<>();
    /** What is wrong with a version's record. */
    private final Map<String, String> malformed = new HashMap<>();

    /** Names of other models that have a pointer, for who mistyped one; a few are enough. */
    private final Set<String> others = new TreeSet<>();

    private @Nullable Pointer pointer;

    /**
     * @param toldTo offset of the first record that was not read before; what is wrong with an earlier one was reported
     *     then
     */
    TopicModels(String name, Spool spool, ModelEvents events, long toldTo) {
        this.name = name;
        this.spool = spool;
        this.events = events;
        this.toldTo = toldTo;
    }

    /** The newest valid pointer, if any. */
    @Nullable
    Pointer pointer() {
        return pointer;
    }

    /** Some other models that have a pointer, for people; empty when there is none. */
    String others() {
        return String.join(", ", others);
    }

    /** A version's file, or null when the topic has none. */
    @Nullable
    Artefact artefact(String version) {
        return artefacts.get(version);
    }

    /** Why a version's file is not here although it is in the topic, or null. */
    @Nullable
    String unkept(String version) {
        return unkept.get(version);
    }

    /** What is wrong with a version's newest record, or null. */
    @Nullable
    String malformed(String version) {
        return malformed.get(version);
    }

    /** Takes in one record. */
    void apply(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (key.equals(name)) {
            applyPointer(record);
        } else if (key.startsWith(name + "@")) {
            String version = key.substring(name.length() + 1);
            if (ModelContract.isVersion(version)) {
                applyArtefact(version, record);
            } else {
                refuse(record, "(a key)", null, Stage.CONTRACT, "\"" + version + "\" is no version");
            }
        } else if (ModelContract.isName(key)) {
            applyOther(key, record.value() != null);
        }
    }

    private void applyOther(String key, boolean isThere) {
        if (!isThere) {
            others.remove(key);
        } else if (others.size() < MAX_OTHERS) {
            others.add(key);
        }
    }

    private void refuse(
            ConsumerRecord<byte[], byte[]> record, String version, @Nullable String sha256, Stage stage, String why) {
        if (record.offset() >= toldTo) {
            events.refused(version, sha256, stage, OneLine.of(why));
        }
    }

    private void applyPointer(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] value = record.value();
        if (value == null) {
            refuse(record, POINTER, null, Stage.POINTER, "the pointer was deleted; the model in force stays");
            return;
        }
        try {
            pointer = Pointer.parse(value);
        } catch (IllegalArgumentException e) {
            refuse(record, POINTER, null, Stage.POINTER, e.getMessage() + "; the model in force stays");
        }
    }

    private void applyArtefact(String version, ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] value = record.value();
        Artefact old = artefacts.remove(version);
        unkept.remove(version);
        malformed.remove(version);
        try {
            if (value != null) {
                artefacts.put(version, artefact(value, record.offset()));
            }
        } catch (IOException e) {
            unkept.put(version, OneLine.of(e.toString()));
            String sha256 = value == null ? null : Digest.sha256(value);
            refuse(record, version, sha256, Stage.SPOOL, "its file cannot be kept on disk: " + e);
        } catch (IllegalArgumentException e) {
            malformed.put(version, Stage.FETCH.tag() + ": " + OneLine.of(String.valueOf(e.getMessage())));
            refuse(record, version, null, Stage.FETCH, String.valueOf(e.getMessage()));
        }
        if (old != null && artefacts.values().stream().noneMatch(a -> a.sha256().equals(old.sha256()))) {
            spool.drop(old.sha256());
        }
    }

    private Artefact artefact(byte[] value, long offset) throws IOException {
        if (ModelReference.isReference(value)) {
            ModelReference reference = ModelReference.parse(value);
            return new Artefact(reference.sha256(), reference, reference.sha256() + "@" + offset);
        }
        String sha256 = Digest.sha256(value);
        spool.put(sha256, value);
        return new Artefact(sha256, null, sha256);
    }
}
