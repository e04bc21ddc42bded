package io.odradek.streamer.cli;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.TopicNames;
import io.odradek.streamer.topics.KafkaClients;
import io.odradek.streamer.topics.Reachability;
import io.odradek.streamer.verify.Report;
import io.odradek.streamer.verify.Request;
import io.odradek.streamer.verify.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code verify}. */
@Command(
        name = "verify",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Account for every image of a range: one answer for each, in order. Reads only, and leaves no trace in Kafka.",
            "",
            "It reads the images that a reader of committed records sees, and all that answers them, and matches the two by"
                    + " topic, partition and offset. Give it the settings that you give to run. It may look at a streamer"
                    + " that works: images that it has not come to are pending, and nothing is wrong with them.",
            "",
            "With --sample some images are classified again, in this process, by the version that answered them, and the"
                    + " answers compared: label, and each probability to 0.0001 or what the model's golden images allow,"
                    + " since batches of another size add the same numbers in another order. Dead letters are decoded"
                    + " again.",
            ""
        },
        footer = {
            "",
            "unknown: no answer, but it may have been removed: its topic has lost some by retention, the image is older than"
                    + " that topic keeps records, and no answer to an earlier image is left. lost: no answer otherwise, below"
                    + " the offset that the group has committed, or, where it has committed none, below the last"
                    + " image that has an answer. repeated: two predictions or two dead letters,"
                    + " which at_least_once may give and exactly_once_v2 may not. both: a prediction and a dead letter."
                    + " out of order: a first answer behind that of a later image of its partition. strange: an answer to"
                    + " an offset at which there is no image. Images that odradek.start skipped have no answer either: begin"
                    + " behind them.",
            "",
            "--json: {schema, ok, faults: [...], group, exactlyOnce, partitions: [{topic, partition, from, to, committed,"
                    + " inputs, predicted, deadLettered, pending, unknown, lost, repeated, both, outOfOrder, strange}], total: {...},"
                    + " named: {lost: [...], ...}, foreign, unidentified, removed, sample: {sampled, agree, differ,"
                    + " modelGone, differing: [...], notes: [...]}}; sample is null without --sample, committed where"
                    + " nothing is. Ten of each fault are named, as topic-partition@offset.",
            "",
            "Examples:",
            "  streamer verify --bootstrap-servers localhost:9092",
            "  streamer verify --from PT1H --sample 100 --processing-guarantee exactly_once_v2",
            "  streamer verify --images photos --from 2026-11-24T08:00:00Z --to 2026-11-24T09:00:00Z --json report.json",
            "",
            "Exit codes: 0 all that can be known is accounted for, 1 it is not or cannot be read, 2 wrong usage or setting."
        })
final class VerifyCommand extends ConfiguredCommand {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST_SAMPLED = 10_000;

    @Option(
            names = "--images",
            paramLabel = "TOPIC",
            description = "images to account for [default: those of the settings, with --routes of all routes]")
    private @Nullable String images;

    @Option(
            names = "--predictions",
            paramLabel = "TOPIC",
            description = "their predictions [default: as in the settings]")
    private @Nullable String predictions;

    @Option(names = "--dlq", paramLabel = "TOPIC", description = "their dead letters [default: as in the settings]")
    private @Nullable String deadLetters;

    @Mixin
    private RangeOptions range = new RangeOptions();

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "0",
            description = "images that are classified again, spread over the range [0 to 10000; default 0]")
    private int sample;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "10000",
            description = "images and answers that are read in a second, to be gentle with the brokers [0 to 10000000;"
                    + " default 10000; 0: as fast as they come]")
    private int rate = 10_000;

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        StreamerConfig config = config();
        Request request = request(config);
        json.check();
        Reachability.await(new KafkaClients(config).adminSettings(), CONNECT);
        if (sample > 0) {
            // ONNX Runtime's hook would free what is still in use here.
            Signals.handle(() -> false);
        }
        Report report = report(config, request);
        VerifyView view = new VerifyView(report, config.applicationId());
        if (json.isPrinted()) {
            print(view.json());
        } else {
            print(view.text());
        }
        json.write(view.json());
        return (report.isAccountedFor() ? ExitCode.DONE : ExitCode.FAILED).code();
    }

    private Report report(StreamerConfig config, Request request) {
        try (ProgressLine progress = new ProgressLine(spec().commandLine().getErr());
                Verification verification = new Verification(config, request, progress::at)) {
            return verification.run();
        }
    }

    private Request request(StreamerConfig config) {
        if (sample > 0 && config.model().path() != null) {
            throw new ConfigException("--sample is " + sample + " and " + Setting.MODEL_PATH.key() + " is \""
                    + config.model().path() + "\": versions that answered are looked for in the models topic");
        }
        TopicNames names = config.topics();
        Instant now = Instant.now();
        return new Request(
                new TopicNames(
                        images == null ? names.images() : List.of(images),
                        predictions == null ? names.predictions() : predictions,
                        deadLetters == null ? names.deadLetters() : deadLetters,
                        names.models(),
                        names.status(),
                        names.latency()),
                range.from(now),
                range.to(now),
                Bounded.of("--sample", sample, 0, MOST_SAMPLED),
                Bounded.rate(rate));
    }
}
