package io.odradek.quickstart.run;

import io.odradek.quickstart.process.Children;
import io.odradek.quickstart.process.Command;
import io.odradek.quickstart.process.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The streamer and {@code streamer evaluate} as their users run them: processes of their own, with one configuration file.
 * Starts processes; keeps no state.
 */
final class Streamer {
    private static final int MAX_THREADS = 4;

    private final Options options;
    private final Workspace workspace;
    private final Children children;

    Streamer(Options options, Workspace workspace, Children children) {
        this.options = options;
        this.workspace = workspace;
        this.children = children;
    }

    /** {@code streamer run}; writes the configuration file. */
    Service run(String bootstrap) {
        int port = Service.freePort();
        int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
        workspace.write(workspace.streamerConfig(), config(bootstrap, threads, workspace));
        return start("the streamer", "run", List.of(), workspace.streamerLog(), port);
    }

    /** {@code streamer evaluate}, with the file that {@link #run} has written. */
    Service evaluate() {
        int port = Service.freePort();
        List<String> own = List.of("--evaluate-seconds", "1");
        return start("streamer evaluate", "evaluate", own, workspace.evaluateLog(), port);
    }

    private Service start(String name, String command, List<String> own, Path log, int port) {
        List<String> words = new ArrayList<>();
        words.add(options.home().resolve("streamer/bin/streamer").toString());
        words.addAll(List.of(command, "--config", workspace.streamerConfig().toString()));
        words.addAll(List.of("--create-topics", "--create-partitions", String.valueOf(Quickstart.PARTITIONS)));
        words.addAll(List.of("--http-port", String.valueOf(port)));
        words.addAll(own);
        if (options.verbose()) {
            words.add("--verbose");
        }
        return new Service(name, children.start(new Command(name, words, environment(), new Output.Log(log))), port);
    }

    /** A small heap, so that broker, streamer and trainer together stay below 4 GiB; the user's options win. */
    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Trainer.JAVA);
        environment.put(
                "JAVA_OPTS", ("-Xmx512m " + Objects.requireNonNullElse(System.getenv("JAVA_OPTS"), "")).strip());
        return environment;
    }

    /** The whole configuration file: short enough to be the example that people copy. */
    static String config(String bootstrap, int threads, Workspace workspace) {
        return String.join(
                "\n",
                "# The streamer's configuration in this run. Any Kafka client setting goes here as kafka.<setting>.",
                "odradek.bootstrap.servers=" + bootstrap,
                "odradek.application.id=odradek-quickstart",
                "odradek.model.name=" + Quickstart.MODEL_NAME,
                "odradek.http.host=127.0.0.1",
                "odradek.threads=" + threads,
                "",
                "# The live page takes images that are dropped on it.",
                "odradek.page.try=true",
                "",
                "# A label finds its image by the image's key, too, where the image has no header odradek-id.",
                "odradek.evaluate.key.unique=true",
                "",
                "# Beside this file, so that nothing is left in the system's temporary directory.",
                "odradek.model.dir=" + workspace.streamerState(),
                "kafka.state.dir=" + workspace.streamerState(),
                "");
    }
}
