package io.odradek.streamer.check;

import io.odradek.streamer.config.ModelSource;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.fetch.Fetched;
import io.odradek.streamer.fetch.Fetcher;
import io.odradek.streamer.fetch.ModelReference;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.Trial;
import io.odradek.streamer.registry.Artefact;
import io.odradek.streamer.registry.Description;
import io.odradek.streamer.registry.RegistryTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Puts a version's file through the admission of a streamer; a reference is followed first, to allowed places only. What
 * is fetched is kept nowhere.
 *
 * @param source limits and directories
 */
record FileTrial(ModelSource source) {
    private static final String PREFIX = "odradek-check-";

    /** Tries the file. @throws StreamerException when there is no room for it on disk */
    Outcome of(Artefact artefact, RegistryTopic topic) {
        if (artefact.description() instanceof Description.Elsewhere elsewhere) {
            return elsewhere(artefact, elsewhere.reference());
        }
        byte[] value = topic.value(artefact.offset());
        if (value == null) {
            return new Outcome.NotTried("it was replaced while it was read; check again");
        }
        if (ModelReference.isReference(value) && artefact.description() instanceof Description.Unreadable bad) {
            return new Outcome.Refused(Stage.FETCH, bad.why());
        }
        return admission(artefact, value, "");
    }

    private Outcome elsewhere(Artefact artefact, ModelReference reference) {
        try {
            Files.createDirectories(source.directory());
            Path scratch = Files.createTempDirectory(source.directory(), PREFIX);
            Path file = scratch.resolve("model.onnx");
            try {
                return fetched(artefact, reference, file);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(scratch);
            }
        } catch (IOException e) {
            throw new StreamerException(
                    "a file cannot be fetched to " + source.directory() + " (odradek.model.dir): " + e, e);
        }
    }

    private Outcome fetched(Artefact artefact, ModelReference reference, Path file) throws IOException {
        Fetcher fetcher = new Fetcher(source.allowed(), source.cache(), source.maxBytes());
        Fetched fetched = fetcher.fetchUncached(reference, file);
        if (fetched instanceof Fetched.Stored) {
            return admission(artefact, Files.readAllBytes(file), ", fetched from " + reference.shown());
        }
        if (fetched instanceof Fetched.Refused refused) {
            return new Outcome.Refused(Stage.FETCH, refused.why());
        }
        String away = ((Fetched.Unreachable) fetched).why();
        if (fetcher.isCached(reference, file)) {
            return admission(
                    artefact, Files.readAllBytes(file), ", from the cache " + source.cache() + " (" + away + ")");
        }
        return new Outcome.NotTried("its place is allowed and cannot be reached from here: " + away);
    }

    private Outcome admission(Artefact artefact, byte[] file, String from) {
        AdmissionGate gate = new AdmissionGate(source.maxBytes(), new TrustedKeys(source.trustedKeys()));
        try {
            Trial.of(gate, file, artefact.name(), artefact.version());
            return new Outcome.Admitted(from);
        } catch (RefusedException e) {
            return new Outcome.Refused(e.stage(), String.valueOf(e.getMessage()));
        }
    }
}
