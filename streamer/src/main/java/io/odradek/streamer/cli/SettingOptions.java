package io.odradek.streamer.cli;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.Settings;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/**
 * What each command that needs settings has in common: {@code --config}, {@code -K}, and one option for each setting
 * that it takes, made from {@link Setting}. A mixin, filled by picocli.
 */
final class SettingOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "properties file in UTF-8")
    private @Nullable Path config;

    @Option(names = "-K", paramLabel = "KEY=VALUE", description = "a setting of Kafka's clients; may be repeated")
    private Map<String, String> kafka = new LinkedHashMap<>();

    /** Adds an option for each of these settings to a command. */
    static void add(CommandSpec spec, Collection<Setting> settings) {
        for (Setting setting : settings) {
            OptionSpec.Builder option = OptionSpec.builder(setting.option())
                    .type(String.class)
                    .paramLabel(setting.isFlag() ? "true|false" : "VALUE")
                    .description(setting.description()
                            + (setting.isFlag()
                                    ? ""
                                    : " [" + setting.allowed()
                                            + (setting.defaultValue().isEmpty()
                                                    ? "]"
                                                    : "; default " + setting.defaultValue() + "]")));
            if (setting.isFlag()) {
                option.arity("0..1").fallbackValue("true");
            }
            spec.addOption(option.build());
        }
    }

    /** The settings of a command that was parsed: its options, the environment, the file, the defaults. */
    Settings read(CommandSpec spec) {
        Map<Setting, String> options = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            if (spec.findOption(setting.option()) != null) {
                String value = spec.commandLine().getParseResult().matchedOptionValue(setting.option(), null);
                if (value != null) {
                    options.put(setting, value);
                }
            }
        }
        return Settings.of(options, kafka, System.getenv(), config);
    }
}
