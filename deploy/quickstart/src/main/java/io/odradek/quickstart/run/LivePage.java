package io.odradek.quickstart.run;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Shows the streamer's live page in the user's browser, where there is a screen to show it on. */
final class LivePage {
    private LivePage() {}

    /**
     * Opens it; the browser outlives this run.
     *
     * @param environment where the screen and the programs are
     * @return whether a browser was asked to
     */
    static boolean open(String url, Map<String, String> environment) {
        Optional<List<String>> command = command(System.getProperty("os.name", ""), environment);
        if (command.isEmpty()) {
            return false;
        }
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(command.get().stream(), Stream.of(url)).toList())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        try {
            builder.start();
            return true;
        } catch (IOException e) {
            // The address stands on the terminal.
            return false;
        }
    }

    /** The program that opens an address, or none where there is no screen. */
    static Optional<List<String>> command(String system, Map<String, String> environment) {
        if (system.toLowerCase(Locale.ROOT).startsWith("mac")) {
            return Optional.of(List.of("open"));
        }
        boolean hasScreen = Stream.of("DISPLAY", "WAYLAND_DISPLAY")
                .anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
        return hasScreen ? program("xdg-open", environment).map(List::of) : Optional.empty();
    }

    private static Optional<String> program(String name, Map<String, String> environment) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> new File(directory, name))
                .filter(File::canExecute)
                .map(File::getPath)
                .findFirst();
    }
}
