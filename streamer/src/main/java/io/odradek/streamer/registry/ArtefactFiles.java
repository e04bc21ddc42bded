package io.odradek.streamer.registry;

import io.odradek.streamer.config.ModelSource;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.fetch.Fetched;
import io.odradek.streamer.fetch.Fetcher;
import io.odradek.streamer.fetch.ModelReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of versions, from the topic or from where a reference leads, which is followed to allowed places only. What is
 * fetched is kept nowhere.
 *
 * @param source limits and directories
 * @param topic where the records are
 */
public record ArtefactFiles(ModelSource source, RegistryTopic topic) {
    private static final String PREFIX = "odradek-check-";

    /** Gets the file. @throws StreamerException when there is no room for it on disk */
    public Contents get(Artefact artefact) {
        if (artefact.description() instanceof Description.Elsewhere elsewhere) {
            return elsewhere(elsewhere.reference());
        }
        byte[] value = topic.value(artefact.offset());
        if (value == null) {
            return new Contents.Unavailable("it was replaced while it was read; check again");
        }
        return ModelReference.isReference(value) && artefact.description() instanceof Description.Unreadable bad
                ? new Contents.Refused(bad.why())
                : new Contents.Whole(value, "");
    }

    private Contents elsewhere(ModelReference reference) {
        try {
            Files.createDirectories(source.directory());
            Path scratch = Files.createTempDirectory(source.directory(), PREFIX);
            Path file = scratch.resolve("model.onnx");
            try {
                return fetched(reference, file);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(scratch);
            }
        } catch (IOException e) {
            throw new StreamerException(
                    "a file cannot be fetched to " + source.directory() + " (odradek.model.dir): " + e, e);
        }
    }

    private Contents fetched(ModelReference reference, Path file) throws IOException {
        Fetcher fetcher = new Fetcher(source.allowed(), source.cache(), source.maxBytes());
        Fetched fetched = fetcher.fetchUncached(reference, file);
        if (fetched instanceof Fetched.Stored) {
            return new Contents.Whole(Files.readAllBytes(file), ", fetched from " + reference.shown());
        }
        if (fetched instanceof Fetched.Refused refused) {
            return new Contents.Refused(refused.why());
        }
        String away = ((Fetched.Unreachable) fetched).why();
        if (fetcher.isCached(reference, file)) {
            return new Contents.Whole(
                    Files.readAllBytes(file), ", from the cache " + source.cache() + " (" + away + ")");
        }
        return new Contents.Unavailable("its place is allowed and cannot be reached from here: " + away);
    }
}
