package io.odradek.streamer.check;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.registry.Artefact;
import io.odradek.streamer.registry.RegistryState;
import io.odradek.streamer.registry.RegistryTopic;
import io.odradek.streamer.registry.StoredPointer;
import io.odradek.streamer.topics.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * The model in force: a pointer that can be read, a file that is there, and that is admitted on this machine.
 *
 * @param name the model's
 */
record ModelCheck(StreamerConfig config, String name) {
    /** From the pointer to the golden images, or the watched file. */
    List<Finding> inForce() {
        if (config.model().path() != null) {
            return List.of(new PathTrial(name, config.model(), config.model().path()).finding());
        }
        RegistryTopic topic = new RegistryTopic(config);
        RegistryState state = topic.read();
        List<Finding> findings = new ArrayList<>();
        RegistryState.Unreadable unreadable = state.unreadablePointer(name);
        StoredPointer pointer = state.pointer(name);
        if (unreadable != null) {
            String version = pointer == null ? "VERSION" : pointer.pointer().live();
            findings.add(Finding.fail(
                    subject(),
                    "the pointer (offset " + unreadable.offset() + ") is unreadable: " + unreadable.why(),
                    command("promote " + name + "@" + version)));
        }
        findings.add(
                pointer == null
                        ? pointless(state)
                        : live(state, pointer.pointer().live(), topic));
        return findings;
    }

    private Finding pointless(RegistryState state) {
        RegistryState.Deleted deleted = state.deletedPointer(name);
        return deleted == null
                ? Finding.warn(
                        subject(),
                        "has no pointer: the streamer waits for one",
                        command("publish model.onnx --promote"))
                : Finding.warn(
                        subject(),
                        "its pointer was deleted (offset " + deleted.offset() + "): an instance that runs keeps "
                                + (deleted.last() == null
                                        ? "its model"
                                        : deleted.last().pointer().live())
                                + ", a new one will wait for a pointer",
                        command("promote " + name + "@"
                                + (deleted.last() == null
                                        ? "VERSION"
                                        : deleted.last().pointer().live())));
    }

    private Finding live(RegistryState state, String version, RegistryTopic topic) {
        Artefact artefact = state.artefact(name, version);
        if (artefact == null) {
            return Finding.fail(
                    subject(),
                    "the pointer names " + version + ", whose file is not in topic " + topic.name(),
                    command("rollback " + name));
        }
        Outcome outcome = new FileTrial(config.model()).of(artefact, topic);
        String key = artefact.key();
        if (outcome instanceof Outcome.Admitted admitted) {
            return Finding.ok(
                    subject(), key + " is live, sha256 " + artefact.sha256() + admitted.from() + ", admitted here");
        }
        if (outcome instanceof Outcome.Refused refused) {
            return Finding.fail(
                    subject(),
                    key + " would be refused: stage " + refused.stage().tag() + ": " + refused.why(),
                    command("rollback " + name));
        }
        return Finding.warn(subject(), key + " is live and was not tried: " + ((Outcome.NotTried) outcome).why(), "");
    }

    private String subject() {
        return "model " + name;
    }

    private String command(String rest) {
        return new OwnCommands(config).models(rest);
    }
}
