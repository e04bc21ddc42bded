package io.odradek.streamer.history;

import io.odradek.streamer.config.ModelSource;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.Probe;
import io.odradek.streamer.model.Trial;
import io.odradek.streamer.registry.Artefact;
import io.odradek.streamer.registry.ArtefactFiles;
import io.odradek.streamer.registry.Contents;
import io.odradek.streamer.registry.RegistryState;
import io.odradek.streamer.registry.RegistryTopic;
import io.odradek.streamer.registry.StoredPointer;
import java.util.Optional;

/** Versions of models, from the models topic, through the admission of a streamer. Not thread-safe. */
public final class Versions implements Archive {
    private final StreamerConfig config;
    private final Probe probe;
    private final RegistryTopic topic;
    private final RegistryState state;

    /**
     * Reads the topic.
     *
     * @param probe tries a file before this process does
     */
    public Versions(StreamerConfig config, Probe probe) {
        this.config = config;
        this.probe = probe;
        this.topic = new RegistryTopic(config);
        this.state = topic.read();
    }

    @Override
    public Optional<ModelRef> inForce(String images) {
        String name = config.routes().modelByTopic().get(images);
        StoredPointer pointer = name == null ? null : state.pointer(name);
        Artefact live = name == null || pointer == null
                ? null
                : state.artefact(name, pointer.pointer().live());
        return Optional.ofNullable(live).map(found -> new ModelRef(found.name(), found.version(), found.sha256()));
    }

    @Override
    public Fetched get(ModelRef version) {
        Artefact artefact = state.artefact(version.name(), version.version());
        if (artefact == null || !artefact.sha256().equals(version.sha256())) {
            return new Fetched.Gone("its file is not in topic " + topic.name() + " any more");
        }
        return fetched(artefact);
    }

    /** Gets a version, whatever its file. */
    public Fetched get(String name, String version) {
        Artefact artefact = state.artefact(name, version);
        return artefact == null ? new Fetched.Gone("its file is not in topic " + topic.name()) : fetched(artefact);
    }

    private Fetched fetched(Artefact artefact) {
        ModelSource source = config.model();
        Contents contents = new ArtefactFiles(source, topic).get(artefact);
        if (contents instanceof Contents.Whole whole) {
            return admitted(artefact, whole.file());
        }
        return new Fetched.Gone(
                contents instanceof Contents.Refused refused ? refused.why() : ((Contents.Unavailable) contents).why());
    }

    private Fetched admitted(Artefact artefact, byte[] file) {
        ModelSource source = config.model();
        AdmissionGate gate = new AdmissionGate(source.maxBytes(), new TrustedKeys(source.trustedKeys()), probe);
        try {
            return new Fetched.Here(Trial.hold(gate, file, artefact.name(), artefact.version()));
        } catch (RefusedException e) {
            return new Fetched.Gone("refused here: stage " + e.stage().tag() + ": " + e.getMessage());
        }
    }
}
