package io.odradek.streamer.check;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.model.Admission;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.Trial;
import io.odradek.streamer.registry.Artefact;
import io.odradek.streamer.registry.Description;
import io.odradek.streamer.registry.RegistryState;
import io.odradek.streamer.registry.RegistryTopic;
import io.odradek.streamer.registry.StoredPointer;
import io.odradek.streamer.topics.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The model in force: a pointer that can be read, a file that is there, and that is admitted on this machine. */
record ModelCheck(StreamerConfig config) {
    /** From the pointer to the golden images. */
    List<Finding> inForce() {
        String name = config.model().name();
        String subject = "model " + name;
        if (config.model().path() != null) {
            return List.of(Finding.ok(subject, "comes from " + config.model().path() + ", not from the models topic"));
        }
        RegistryTopic topic = new RegistryTopic(config);
        RegistryState state = topic.read();
        List<Finding> findings = new ArrayList<>();
        RegistryState.Unreadable unreadable = state.unreadablePointer(name);
        StoredPointer pointer = state.pointer(name);
        if (unreadable != null) {
            String version = pointer == null ? "VERSION" : pointer.pointer().live();
            findings.add(Finding.fail(
                    subject,
                    "the pointer (offset " + unreadable.offset() + ") is unreadable: " + unreadable.why(),
                    command("promote " + name + "@" + version)));
        }
        if (pointer == null) {
            findings.add(Finding.warn(
                    subject, "has no pointer: the streamer waits for one", command("publish model.onnx --promote")));
            return findings;
        }
        String version = pointer.pointer().live();
        Artefact artefact = state.artefact(name, version);
        findings.add(
                artefact == null
                        ? Finding.fail(
                                subject,
                                "the pointer names " + version + ", whose file is not in topic " + topic.name(),
                                command("rollback " + name))
                        : admission(artefact, topic, subject));
        return findings;
    }

    private Finding admission(Artefact artefact, RegistryTopic topic, String subject) {
        String key = artefact.key();
        if (artefact.description() instanceof Description.Elsewhere elsewhere) {
            return Finding.ok(subject, key + " is live; its file is elsewhere and was not tried: " + elsewhere.uri());
        }
        byte[] file = topic.value(artefact.offset());
        if (file == null) {
            return Finding.warn(subject, key + " was replaced while it was read", command("list"));
        }
        Optional<Admission.Refused> refusal = Trial.refusal(
                new AdmissionGate(
                        config.model().maxBytes(),
                        new TrustedKeys(config.model().trustedKeys())),
                file,
                config.model().directory(),
                artefact.name(),
                artefact.version());
        return refusal.map(no -> Finding.fail(
                        subject,
                        key + " would be refused: stage " + no.stage().tag() + ": " + no.why(),
                        command("rollback " + artefact.name())))
                .orElseGet(
                        () -> Finding.ok(subject, key + " is live, sha256 " + artefact.sha256() + ", admitted here"));
    }

    private String command(String rest) {
        return "streamer models " + rest + " --bootstrap-servers " + config.bootstrapServers();
    }
}
