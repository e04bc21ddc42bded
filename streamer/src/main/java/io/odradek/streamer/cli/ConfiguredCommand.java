package io.odradek.streamer.cli;

import com.google.gson.JsonElement;
import io.odradek.streamer.config.Settings;
import io.odradek.streamer.config.StreamerConfig;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that reads the streamer's settings. Filled by picocli. */
abstract class ConfiguredCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Mixin
    private SettingOptions settings = new SettingOptions();

    final CommandSpec spec() {
        return spec;
    }

    /** The settings, checked; what is to be said about them goes to standard error. */
    final StreamerConfig config() {
        Settings read = settings();
        read.notes().forEach(note -> spec.commandLine().getErr().println("streamer: note: " + note));
        return StreamerConfig.of(read);
    }

    /** The settings as they were given. */
    final Settings settings() {
        return settings.read(spec);
    }

    /** Standard output. */
    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final void print(String text) {
        out().print(text);
        out().flush();
    }

    final void print(JsonElement json) {
        print(JsonOutput.of(json) + "\n");
    }

    final CommandLine.ParameterException wrongUsage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
