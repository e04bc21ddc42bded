package io.odradek.streamer.cli;

import com.google.gson.JsonObject;
import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.TopicNames;
import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.replay.FileOutput;
import io.odradek.streamer.replay.ModelChoice;
import io.odradek.streamer.replay.Output;
import io.odradek.streamer.replay.Replay;
import io.odradek.streamer.replay.Report;
import io.odradek.streamer.replay.Request;
import io.odradek.streamer.replay.Stop;
import io.odradek.streamer.replay.TopicOutput;
import io.odradek.streamer.topics.KafkaClients;
import io.odradek.streamer.topics.Reachability;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay}. */
@Command(
        name = "replay",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Classify the images of a range again, with any model, and say what differs from what was predicted then.",
            "",
            "It reads the images that a reader of committed records sees, classifies them as run does, on as many threads and"
                    + " in as large batches, then looks for the first prediction of each by topic, partition and offset."
                    + " Give it the settings that you give to run. It joins no group and changes nothing in Kafka, but that it"
                    + " writes to --output-topic. Images that cannot be classified are counted by reason.",
            "",
            "The model must pass admission here, as in run; which one is live does not matter.",
            ""
        },
        footer = {
            "",
            "What retention has removed of the range is named; the rest is replayed, and the exit code is 1. Offsets are looked"
                    + " at, and of a --from by time, whether the topic keeps its records for so long.",
            "",
            "After Ctrl-C the report is of the images that were classified so far, and says where to go on. --output then is"
                    + " FILE.partial. A second Ctrl-C ends at once.",
            "",
            "--json: {schema, complete, stopped, model: {name, version, sha256}, images, predictions, partitions: [{partition,"
                    + " from, to, next, images, classified, rejected}], total: {images, classified, rejected}, rejected:"
                    + " {REASON: n}, gone: [{partition, from, to, certain}], compared: {images, same, changed, withoutThen,"
                    + " rejectedNow}, accuracy: {images, then: {share, low, high}, now: {share, low, high}, bothRight,"
                    + " onlyThen, onlyNow, bothWrong, mcNemar, unknownTruths}, versions: [{version, same, changed}],"
                    + " changes: [{version, then, now, images, confidenceThen, confidenceNow}], furtherChanged, classes:"
                    + " {onlyThen: [...], onlyNow: [...]},"
                    + " foreign, unidentified, predictionsGone, unusableLabels, output}; accuracy is null without true"
                    + " labels, classes where they are the same, output where nothing was written."
                    + " Of the changes there are 200,000 in JSON, and the 20 most frequent in the table; furtherChanged counts"
                    + " the images of others.",
            "",
            "Examples:",
            "  streamer replay --model fashion-mnist@20261124-042000 --from PT24H",
            "  streamer replay --model model.onnx --from 2026-11-24T08:00:00Z --to 2026-11-24T09:00:00Z --output new.jsonl",
            "  streamer replay --model model.onnx --partitions 0,3 --from 0:17,3:1841 --output-topic predictions-new",
            "",
            "Exit codes: 0 done, 1 part or all of the range is gone, or it failed, 2 wrong usage or setting, 130 stopped by"
                    + " Ctrl-C."
        })
final class ReplayCommand extends ConfiguredCommand {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    @Option(
            names = "--model",
            paramLabel = "NAME@VERSION|FILE",
            required = true,
            description = "a version in the models topic, or an ONNX file")
    private String model = "";

    @Option(
            names = "--images",
            paramLabel = "TOPIC",
            description = "images to replay [default: as in the settings; needed where --routes names several]")
    private @Nullable String images;

    @Option(
            names = "--predictions",
            paramLabel = "TOPIC",
            description = "what was predicted then [default: as in the settings]")
    private @Nullable String predictions;

    @Option(
            names = "--labels",
            paramLabel = "TOPIC",
            description =
                    "true labels, for the accuracy then and now [default: odradek.labels.topic, where there is such a topic]")
    private @Nullable String labels;

    @Option(names = "--no-labels", description = "look for no true labels")
    private boolean noLabels;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            split = ",",
            description = "replay these partitions of the images alone: 0,3 [default: all]")
    private List<Integer> partitions = List.of();

    @Mixin
    private RangeOptions range = new RangeOptions();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "write the predictions there, one JSON object a line; an existing file is not overwritten")
    private @Nullable String output;

    @Option(
            names = "--output-topic",
            paramLabel = "TOPIC",
            description =
                    "write the predictions there, each with its image's key, headers, timestamp and partition number;"
                            + " the topic must exist, keep its records for long enough, and be none of those of run"
                            + " and evaluate")
    private @Nullable String outputTopic;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "images, predictions and labels that are read in a second, to be gentle with brokers and processors;"
                            + " not after Ctrl-C, when what was classified is compared at once [0 to 10000000; default 0:"
                            + " as fast as they come]")
    private int rate;

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        StreamerConfig config = config();
        Request request = request(config);
        ModelChoice choice = choice();
        json.check();
        Stop stop = new Stop();
        CountDownLatch printed = new CountDownLatch(1);
        try (Output target = target(config, request)) {
            Reachability.await(new KafkaClients(config).adminSettings(), CONNECT);
            IntSupplier signalled = Signals.handle(() -> stop(stop, printed));
            Report report = report(config, request, choice, target, stop);
            JsonObject forPrograms = new ReplayJson(report).json();
            if (json.isPrinted()) {
                print(forPrograms);
            } else {
                print(new ReplayView(report).text());
            }
            json.write(forPrograms);
            int code = (report.isComplete() ? ExitCode.DONE : ExitCode.FAILED).code();
            return signalled.getAsInt() == 0 ? code : signalled.getAsInt();
        } finally {
            printed.countDown();
        }
    }

    /** Waits until all that is to be said is said. @return that all threads have ended by then */
    private static boolean stop(Stop stop, CountDownLatch printed) {
        stop.stop();
        try {
            printed.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Report report(StreamerConfig config, Request request, ModelChoice choice, Output target, Stop stop) {
        try (ProgressLine progress = new ProgressLine(spec().commandLine().getErr());
                Replay replay = new Replay(config, request, choice, target, stop, progress::at)) {
            return replay.run();
        }
    }

    private Request request(StreamerConfig config) {
        TopicNames names = config.topics();
        if (images == null && names.images().size() > 1) {
            throw new ConfigException("--images is missing, and " + Setting.ROUTES.key()
                    + " names several topics: give one" + " of " + String.join(", ", names.images()));
        }
        Instant now = Instant.now();
        // Checks the names.
        TopicNames both = new TopicNames(
                images == null ? names.images() : List.of(images),
                predictions == null ? names.predictions() : predictions,
                names.deadLetters(),
                names.models(),
                names.status(),
                names.latency());
        return new Request(
                both.images().get(0),
                both.predictions(),
                labels(config),
                labels != null,
                new TreeSet<>(partitions),
                range.from(now),
                range.to(now),
                Bounded.rate(rate));
    }

    /** The topic of true labels. */
    private Optional<String> labels(StreamerConfig config) {
        if (noLabels && labels != null) {
            throw new ConfigException("--labels and --no-labels: give one of the two");
        }
        if (noLabels) {
            return Optional.empty();
        }
        return Optional.of(labels == null ? config.evaluation().labels() : labels);
    }

    private ModelChoice choice() {
        int at = model.indexOf('@');
        if (at > 0
                && ModelContract.isName(model.substring(0, at))
                && ModelContract.isVersion(model.substring(at + 1))) {
            return new ModelChoice.Version(model.substring(0, at), model.substring(at + 1));
        }
        Path path = path("--model", model);
        if (!Files.isRegularFile(path)) {
            throw new ConfigException("--model is \"" + model
                    + "\", allowed: NAME@VERSION of the models topic, or an ONNX file that is there");
        }
        return new ModelChoice.File(path);
    }

    private Output target(StreamerConfig config, Request request) {
        if (output != null && outputTopic != null) {
            throw new ConfigException("--output and --output-topic: give one of the two");
        }
        if (output != null) {
            return new FileOutput(path("--output", output));
        }
        if (outputTopic == null) {
            return Output.NONE;
        }
        Set<String> taken = new HashSet<>(config.topics().all());
        taken.addAll(config.evaluation().topics());
        taken.add(request.images());
        taken.add(request.predictions());
        request.labels().ifPresent(taken::add);
        if (taken.contains(outputTopic)) {
            throw new ConfigException("--output-topic is \"" + outputTopic
                    + "\", allowed: another topic than those of run, of evaluate and of this replay: "
                    + String.join(", ", new TreeSet<>(taken)));
        }
        return new TopicOutput(config, outputTopic);
    }

    private static Path path(String option, String text) {
        try {
            Path path = Path.of(text);
            if (path.getFileName() != null) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Below.
        }
        throw new ConfigException(option + " is \"" + text + "\", allowed: a file");
    }
}
