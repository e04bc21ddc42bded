package io.odradek.streamer.registry;

import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.fetch.ModelReference;
import java.time.Instant;

/**
 * One version of a model in the topic; its bytes are not kept.
 *
 * @param name the model's name
 * @param version its version
 * @param offset of its record in partition 0
 * @param at the record's timestamp
 * @param recordBytes key and value, as stored without compression
 * @param bytes size of the file, which a reference states
 * @param sha256 of the file, which a reference states; empty where it is unknown
 * @param description what the file says about itself
 */
public record Artefact(
        String name,
        String version,
        long offset,
        Instant at,
        long recordBytes,
        long bytes,
        String sha256,
        Description description) {
    /** The record's key. */
    public String key() {
        return name + "@" + version;
    }

    /** Whether no streamer would admit it. */
    public boolean isUnreadable() {
        return description instanceof Description.Unreadable;
    }

    /** Reads a record's value: an ONNX file, or a reference to one, as the streamer's loader does. */
    static Artefact of(String name, String version, byte[] value, long offset, Instant at) {
        long recordBytes = (long) name.length() + 1 + version.length() + value.length;
        if (ModelReference.isReference(value)) {
            try {
                ModelReference reference = ModelReference.parse(value);
                return new Artefact(
                        name,
                        version,
                        offset,
                        at,
                        recordBytes,
                        reference.bytes(),
                        reference.sha256(),
                        new Description.Elsewhere(reference));
            } catch (IllegalArgumentException e) {
                Description bad = new Description.Unreadable(OneLine.of(String.valueOf(e.getMessage())));
                return new Artefact(name, version, offset, at, recordBytes, value.length, Digest.sha256(value), bad);
            }
        }
        return new Artefact(
                name,
                version,
                offset,
                at,
                recordBytes,
                value.length,
                Digest.sha256(value),
                Description.of(value, name, version));
    }
}
