package io.odradek.streamer.cli;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.registry.Candidate;
import io.odradek.streamer.registry.Published;
import io.odradek.streamer.registry.Registry;
import io.odradek.streamer.registry.RegistryTopic;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
final class ModelsPublishCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Mixin
    private DecisionOptions decision = new DecisionOptions();

    @Parameters(paramLabel = "FILE", description = "the ONNX file")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private Path file;

    @Option(names = "--promote", description = "make it live")
    private boolean promote;

    @Option(names = "--no-check", description = "publish a file that may be refused by every streamer")
    private boolean noCheck;

    @Override
    public Integer call() {
        StreamerConfig config = StreamerConfig.of(settings.read(spec));
        RegistryTopic topic = new RegistryTopic(config);
        Registry registry = new Registry(topic);
        Candidate candidate = Candidate.read(file);
        if (!noCheck) {
            candidate.checkAdmission(config.model());
        }
        if (decision.isDryRun()) {
            spec.commandLine()
                    .getOut()
                    .println("would publish " + candidate.key() + ": sha256 " + candidate.sha256()
                            + (promote ? ", and make it live" : ""));
            return 0;
        }
        Published published = registry.publish(candidate);
        spec.commandLine()
                .getOut()
                .println((published.isNew() ? "published " : "was published already: ") + candidate.key() + ", topic "
                        + topic.name() + ", offset " + published.offset() + ", sha256 " + candidate.sha256());
        return promote ? promote(registry, candidate) : 0;
    }

    private int promote(Registry registry, Candidate candidate) {
        String why = candidate.accuracy().isEmpty() ? "published" : "published: accuracy " + candidate.accuracy();
        return decision.carryOut(
                registry.planPromotion(candidate.name(), candidate.version(), decision.decision(spec, why), false),
                registry,
                spec);
    }
}
