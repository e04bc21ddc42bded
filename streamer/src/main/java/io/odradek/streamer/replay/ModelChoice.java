package io.odradek.streamer.replay;

import io.odradek.streamer.config.ModelSource;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.history.Archive;
import io.odradek.streamer.history.Versions;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.model.Probe;
import io.odradek.streamer.model.Trial;
import io.odradek.streamer.probe.ProcessProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The model that is asked. It passes the admission of a streamer, probe included, whatever its name. */
public sealed interface ModelChoice {
    /** A version in the models topic. */
    record Version(String name, String version) implements ModelChoice {}

    /** An ONNX file. */
    record File(Path path) implements ModelChoice {}

    /**
     * Gets and admits it.
     *
     * @return lends it; the receiver closes it
     * @throws StreamerException when it is not there, or refused, with the stage
     */
    default ModelHolder load(StreamerConfig config) {
        ModelSource source = config.model();
        Probe probe = ProcessProbe.of(source.probe(), source.directory());
        return this instanceof Version version
                ? version(config, version, probe)
                : file(source, ((File) this).path(), probe);
    }

    private static ModelHolder version(StreamerConfig config, Version wanted, Probe probe) {
        Archive.Fetched fetched = new Versions(config, probe).get(wanted.name(), wanted.version());
        if (fetched instanceof Archive.Fetched.Gone gone) {
            throw new StreamerException("--model " + wanted.name() + "@" + wanted.version() + ": " + gone.why());
        }
        return ((Archive.Fetched.Here) fetched).models();
    }

    private static ModelHolder file(ModelSource source, Path path, Probe probe) {
        AdmissionGate gate = new AdmissionGate(source.maxBytes(), new TrustedKeys(source.trustedKeys()), probe);
        try {
            if (Files.size(path) > source.maxBytes()) {
                throw new StreamerException("--model " + path + " has " + Files.size(path) + " bytes, allowed: "
                        + source.maxBytes() + " (odradek.model.max.bytes)");
            }
            return Trial.hold(gate, Files.readAllBytes(path), null, null);
        } catch (IOException e) {
            throw new StreamerException("--model " + path + " cannot be read: " + e, e);
        } catch (RefusedException e) {
            throw new StreamerException(
                    "--model " + path + " is refused: stage " + e.stage().tag() + ": " + e.getMessage(), e);
        }
    }
}
