package io.odradek.quickstart.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.measure.Training;
import io.odradek.quickstart.process.ChildProcess;
import io.odradek.quickstart.process.Children;
import io.odradek.quickstart.process.Command;
import io.odradek.quickstart.process.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The trainer's command line, as a user would type it. Starts processes; keeps no state. */
final class Trainer {
    /** Threads of a training beside traffic: two that share a core with it wait for each other most of the time. */
    private static final int BESIDE_TRAFFIC = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    /** The children run on the same Java as this process. */
    static final Map<String, String> JAVA = Map.of("JAVA_HOME", System.getProperty("java.home"));

    private static final Duration FETCH_PATIENCE = Duration.ofMinutes(15);

    private final Options options;
    private final Workspace workspace;
    private final Children children;

    Trainer(Options options, Workspace workspace, Children children) {
        this.options = options;
        this.workspace = workspace;
        this.children = children;
    }

    /** Finds, installs or downloads Fashion-MNIST; returns its directory. */
    Path findData() throws InterruptedException {
        List<String> words = new ArrayList<>(List.of("data", "--fetch"));
        if (options.data() != null) {
            words.addAll(List.of("--data", options.data().toString()));
        }
        Path answer = workspace.traffic("data.txt");
        start("trainer data", words, new Output.Answer(answer)).awaitSuccess(FETCH_PATIENCE, () -> {});
        return Path.of(lastLine(answer));
    }

    /**
     * Starts a training that publishes and promotes its model.
     *
     * @param from where an earlier training left its net, to go on from there while images flow; null begins anew
     */
    ChildProcess train(String bootstrap, Path data, int epochs, Path out, String version, @Nullable Path from) {
        List<String> words = new ArrayList<>(List.of("train", "--recipe", "seed"));
        words.addAll(List.of("--epochs", String.valueOf(epochs), "--data", data.toString(), "--out", out.toString()));
        words.addAll(List.of("--name", Quickstart.MODEL_NAME, "--version", version));
        if (options.limit() < Options.ALL_TRAINING_IMAGES) {
            words.addAll(List.of("--limit", String.valueOf(options.limit())));
        }
        if (from != null) {
            words.addAll(List.of("--from", from.toString(), "--threads", String.valueOf(BESIDE_TRAFFIC)));
        }
        words.addAll(List.of("--publish", "--bootstrap-servers", bootstrap));
        return start("trainer train", words, new Output.Terminal());
    }

    /** Starts to produce test images; {@link #sent} reads its answer afterwards. */
    ChildProcess replay(String bootstrap, Path data, Replay replay) {
        List<String> words = new ArrayList<>(List.of("replay", "--bootstrap-servers", bootstrap));
        words.addAll(List.of("--topic", Quickstart.IMAGES, "--split", "test"));
        if (replay.labelled()) {
            words.addAll(List.of("--labels-topic", Quickstart.TRUTH));
        }
        words.addAll(List.of("--count", String.valueOf(replay.count()), "--rate", String.valueOf(replay.rate())));
        words.addAll(List.of("--format", "png", "--data", data.toString(), "--json"));
        Path answer = workspace.traffic(replay.name() + ".json");
        Path log = workspace.traffic(replay.name() + ".log");
        return start("trainer replay", words, new Output.Files(answer, log));
    }

    /** How many images a finished replay says it sent; a failed send is a {@link Failure}. */
    int sent(Replay replay) {
        Path answer = workspace.traffic(replay.name() + ".json");
        String line = lastLine(answer);
        try {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            int failed = json.get("failed").getAsInt();
            if (failed > 0) {
                throw new Failure("trainer replay could not send " + failed + " images (log: "
                        + workspace.traffic(replay.name() + ".log") + ")");
            }
            return json.get("sent").getAsInt();
        } catch (JsonParseException | IllegalStateException | NullPointerException e) {
            throw new Failure("the answer of trainer replay in " + answer + " is not JSON: " + line, e);
        }
    }

    /** What a finished training measured. */
    Training metrics(Path out) {
        Path file = out.resolve("metrics.json");
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            List<Training.Epoch> epochs = json.getAsJsonArray("epochs").asList().stream()
                    .map(JsonElement::getAsJsonObject)
                    .map(Trainer::epoch)
                    .toList();
            List<String> labels = json.getAsJsonArray("labels").asList().stream()
                    .map(JsonElement::getAsString)
                    .toList();
            return new Training(
                    epochs,
                    json.get("testAccuracy").getAsDouble(),
                    json.get("secondsToTrained").getAsDouble(),
                    labels);
        } catch (IOException | JsonParseException | IllegalStateException | NullPointerException e) {
            throw new Failure("cannot read the training's figures in " + file + ": " + e, e);
        }
    }

    private static Training.Epoch epoch(JsonObject epoch) {
        return new Training.Epoch(
                epoch.get("epoch").getAsInt(),
                epoch.get("trainLoss").getAsDouble(),
                epoch.get("testLoss").getAsDouble(),
                epoch.get("testAccuracy").getAsDouble());
    }

    private ChildProcess start(String name, List<String> arguments, Output output) {
        List<String> words = new ArrayList<>();
        words.add(options.home().resolve("trainer/bin/trainer").toString());
        words.addAll(arguments);
        if (options.verbose()) {
            words.add("--verbose");
        }
        return children.start(new Command(name, words, JAVA, output));
    }

    private static String lastLine(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty()) {
                throw new Failure("the trainer wrote no answer to " + file);
            }
            return lines.get(lines.size() - 1);
        } catch (IOException e) {
            throw new Failure("cannot read the trainer's answer in " + file + ": " + e, e);
        }
    }
}
