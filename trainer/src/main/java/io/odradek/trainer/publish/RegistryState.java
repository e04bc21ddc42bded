package io.odradek.trainer.publish;

import io.odradek.trainer.file.Sha256;
import io.odradek.trainer.signing.ModelSignature;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The newest record of each key of a registry topic; of artefacts only digests are kept. Not thread-safe. */
final class RegistryState {
    private final Map<String, Stored> artefacts = new HashMap<>();
    private final Map<String, StoredPointer> pointers = new HashMap<>();

    /**
     * An artefact.
     *
     * @param offset its place
     * @param sha256 of the file
     * @param unsignedSha256 of the file without its signature, if it has one
     */
    record Stored(long offset, String sha256, String unsignedSha256) {}

    /** A pointer's place and JSON. */
    record StoredPointer(long offset, String json) {}

    /** Takes the next record in offset order; records without key are nobody's. */
    void apply(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        byte[] value = record.value();
        if (value == null) {
            artefacts.remove(key);
            pointers.remove(key);
        } else if (key.contains("@")) {
            artefacts.put(key, new Stored(record.offset(), Sha256.of(value), Sha256.of(ModelSignature.strip(value))));
        } else {
            pointers.put(key, new StoredPointer(record.offset(), new String(value, StandardCharsets.UTF_8)));
        }
    }

    @Nullable
    Stored artefact(String key) {
        return artefacts.get(key);
    }

    @Nullable
    StoredPointer pointer(String name) {
        return pointers.get(name);
    }
}
