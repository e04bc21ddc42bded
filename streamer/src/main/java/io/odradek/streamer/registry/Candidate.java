package io.odradek.streamer.registry;

import io.odradek.streamer.config.ModelSource;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.contract.OnnxMetadata;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.Trial;
import io.odradek.streamer.probe.ProcessProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A file to be published.
 *
 * @param name the model's name, from the file
 * @param version its version, from the file
 * @param accuracy from the file, cleaned; empty where it does not say
 * @param bytes the file; not copied, read only
 */
public record Candidate(String name, String version, String accuracy, byte[] bytes) {
    /**
     * Reads a file and what it calls itself.
     *
     * @throws StreamerException says why it cannot be published
     */
    public static Candidate read(Path file) {
        byte[] bytes = bytes(file);
        try {
            Map<String, String> metadata = OnnxMetadata.read(bytes);
            String name = metadata.getOrDefault("odradek.name", "");
            String version = metadata.getOrDefault("odradek.version", "");
            if (!ModelContract.isName(name) || !ModelContract.isVersion(version)) {
                throw new StreamerException(file + " calls itself \"" + OneLine.of(name) + "\" version \""
                        + OneLine.of(version) + "\" (odradek.name, odradek.version), which cannot be a key");
            }
            return new Candidate(name, version, OneLine.of(metadata.getOrDefault("odradek.accuracy", "")), bytes);
        } catch (RefusedException e) {
            throw new StreamerException(file + " is no model: " + e.stage().tag() + ": " + e.getMessage(), e);
        }
    }

    /** The record's key. */
    public String key() {
        return name + "@" + version;
    }

    /** The file's digest. */
    public String sha256() {
        return Digest.sha256(bytes);
    }

    /**
     * Puts the file through the admission of a streamer.
     *
     * @throws StreamerException says at which stage it would be refused, and why
     */
    public void checkAdmission(ModelSource limits) {
        try {
            Trial.of(
                    new AdmissionGate(
                            limits.maxBytes(),
                            new TrustedKeys(limits.trustedKeys()),
                            ProcessProbe.of(limits.probe(), limits.directory())),
                    bytes,
                    name,
                    version);
        } catch (RefusedException e) {
            throw new StreamerException(
                    (e.isForNow() ? "cannot try " : "no streamer would admit ")
                            + key() + ": stage " + e.stage().tag() + ": " + e.getMessage()
                            + " (--no-check publishes it all the same)",
                    e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > ModelSource.LARGEST_BYTES) {
                throw new StreamerException(file + " has " + Files.size(file) + " bytes, no topic takes more than "
                        + ModelSource.LARGEST_BYTES);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new StreamerException("there is no file " + file, e);
        } catch (IOException e) {
            throw new StreamerException(file + " cannot be read: " + e, e);
        }
    }
}
