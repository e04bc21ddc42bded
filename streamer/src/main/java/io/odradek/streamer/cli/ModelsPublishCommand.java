package io.odradek.streamer.cli;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.registry.Candidate;
import io.odradek.streamer.registry.Published;
import io.odradek.streamer.registry.Registry;
import io.odradek.streamer.registry.RegistryTopic;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models publish}. */
@Command(
        name = "publish",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Publish an ONNX file under the name and version that stand in it.",
            "",
            "First it must pass the same admission as in a streamer. The same file again is fine; another file under a"
                    + " taken version is refused.",
            ""
        },
        footer = {"", "Example:  streamer models publish model.onnx --promote --reason \"fewer mixed-up shirts\""})
final class ModelsPublishCommand extends DecidingCommand {
    @Parameters(paramLabel = "FILE", description = "the ONNX file")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private Path file;

    @Option(names = "--promote", description = "make it live")
    private boolean promote;

    @Option(names = "--no-check", description = "publish a file that may be refused by every streamer")
    private boolean noCheck;

    @Override
    public Integer call() {
        StreamerConfig config = config();
        RegistryTopic topic = new RegistryTopic(config);
        Registry registry = new Registry(topic);
        Candidate candidate = Candidate.read(file);
        if (!noCheck) {
            candidate.checkAdmission(config.model());
        }
        if (isDryRun()) {
            out().println("would publish " + candidate.key() + ": sha256 " + candidate.sha256()
                    + (promote ? ", and make it live" : ""));
            return 0;
        }
        Published published = registry.publish(candidate);
        out().println((published.isNew() ? "published " : "was published already: ") + candidate.key() + ", topic "
                + topic.name() + ", offset " + published.offset() + ", sha256 " + candidate.sha256());
        return promote ? promote(registry, candidate) : 0;
    }

    private int promote(Registry registry, Candidate candidate) {
        String why = candidate.accuracy().isEmpty() ? "published" : "published: accuracy " + candidate.accuracy();
        return decide(
                registry,
                why,
                decision -> registry.planPromotion(candidate.name(), candidate.version(), decision, false));
    }
}
