package io.odradek.streamer.cli;

import io.odradek.streamer.app.Streamer;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.Settings;
import io.odradek.streamer.config.StreamerConfig;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: the service. Its options are made from {@link Setting}. */
@Command(
        name = "run",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Classify images until stopped.",
            "",
            "Every setting has three places, the first one wins: the option below, the environment variable"
                    + " (--http-port: ODRADEK_HTTP_PORT), the key in --config FILE (odradek.http.port).",
            "Kafka's own client settings pass through: kafka.security.protocol=SASL_SSL in the file, or"
                    + " -K security.protocol=SASL_SSL.",
            ""
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "properties file in UTF-8")
    private @Nullable Path config;

    @Option(names = "-K", paramLabel = "KEY=VALUE", description = "a setting of Kafka's clients; may be repeated")
    private Map<String, String> kafka = new LinkedHashMap<>();

    private boolean clean = true;

    /** Whether the service, if it ran, has ended all its threads. */
    boolean isClean() {
        return clean;
    }

    /** Adds an option for each setting. */
    static void addOptions(CommandSpec spec) {
        for (Setting setting : Setting.values()) {
            OptionSpec.Builder option = OptionSpec.builder(setting.option())
                    .type(String.class)
                    .paramLabel(setting.isFlag() ? "true|false" : "VALUE")
                    .description(setting.description()
                            + (setting.isFlag()
                                    ? ""
                                    : " [" + setting.allowed() + "; default " + setting.defaultValue() + "]"));
            if (setting.isFlag()) {
                option.arity("0..1").fallbackValue("true");
            }
            spec.addOption(option.build());
        }
    }

    @Override
    public Integer call() {
        Map<Setting, String> options = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = spec.commandLine().getParseResult().matchedOptionValue(setting.option(), null);
            if (value != null) {
                options.put(setting, value);
            }
        }
        Settings settings = Settings.of(options, kafka, System.getenv(), config);
        Streamer streamer = new Streamer(StreamerConfig.of(settings));
        IntSupplier signalled = Signals.handle(() -> {
            streamer.close();
            return streamer.isClean();
        });
        try {
            streamer.run();
        } finally {
            clean = streamer.isClean();
        }
        return signalled.getAsInt();
    }
}
