package io.odradek.streamer.check;

import io.odradek.streamer.config.ModelSource;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.Trial;
import io.odradek.streamer.probe.ProcessProbe;
import io.odradek.streamer.registry.Artefact;
import io.odradek.streamer.registry.ArtefactFiles;
import io.odradek.streamer.registry.Contents;
import io.odradek.streamer.registry.RegistryTopic;

/**
 * Puts a version's file through the admission of a streamer.
 *
 * @param source limits and directories
 */
record FileTrial(ModelSource source) {
    /** Tries the file. @throws StreamerException when there is no room for it on disk */
    Outcome of(Artefact artefact, RegistryTopic topic) {
        Contents contents = new ArtefactFiles(source, topic).get(artefact);
        if (contents instanceof Contents.Whole whole) {
            return admission(artefact, whole);
        }
        return contents instanceof Contents.Refused refused
                ? new Outcome.Refused(Stage.FETCH, refused.why())
                : new Outcome.NotTried(((Contents.Unavailable) contents).why());
    }

    private Outcome admission(Artefact artefact, Contents.Whole contents) {
        AdmissionGate gate = new AdmissionGate(
                source.maxBytes(),
                new TrustedKeys(source.trustedKeys()),
                ProcessProbe.of(source.probe(), source.directory()));
        try {
            Trial.of(gate, contents.file(), artefact.name(), artefact.version());
            return new Outcome.Admitted(contents.from());
        } catch (RefusedException e) {
            String why = String.valueOf(e.getMessage());
            return e.isForNow() ? new Outcome.NotTried(why) : new Outcome.Refused(e.stage(), why);
        }
    }
}
