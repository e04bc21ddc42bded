package io.odradek.streamer.cli;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.deadletters.Letter;
import io.odradek.streamer.deadletters.Query;
import io.odradek.streamer.deadletters.Range;
import io.odradek.streamer.deadletters.replay.Account;
import io.odradek.streamer.deadletters.replay.Order;
import io.odradek.streamer.deadletters.replay.Replay;
import io.odradek.streamer.topics.KafkaClients;
import io.odradek.streamer.topics.Reachability;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dlq replay}. */
@Command(
        name = "replay",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Send chosen dead letters to their topic of images again, each once.",
            "",
            "For images that were rejected for a cause that is gone, such as a limit that was too low. Each goes to the"
                    + " partition where it was, with its key, value and headers, as a new image: with another offset,"
                    + " the time of sending for its timestamp, and headers odradek-replayed (the dead letter),"
                    + " odradek-replays (how often), odradek-replayed-image and odradek-replayed-time (where and when"
                    + " it was at first).",
            "",
            "What was sent is marked in the dead-letter topic, in the same transaction: run again, after a crash too, it"
                    + " sends nothing twice. One replay of a topic works at a time; the one that begins later goes on in"
                    + " its place. Choose by reason, time or place, or say --all; --dry-run tells what would be sent.",
            ""
        },
        footer = {
            "",
            "--json: {schema, topic, dryRun, cutShort, chosen, sent, notSent: {sentBefore, repeated, refusedAgain,"
                    + " noOrigin, otherTopic, noTopic, noPartition, leftOut, tooLarge}, reasons: [{reason, chosen,"
                    + " sent}], named: {leftOut: [...], ...}, foreign}. Of what cannot be sent ten of each kind are"
                    + " named, as topic-partition@offset.",
            "",
            "Examples:",
            "  streamer dlq replay --bootstrap-servers localhost:9092 --reason WRONG_SIZE --from PT2H --dry-run",
            "  streamer dlq replay --reason TOO_MANY_BYTES,TOO_MANY_PIXELS --rate 200",
            "  streamer dlq replay --partition 3 --offset 17 --attempts 2",
            "",
            "Exit codes: 0 all that should be was sent, now or before; 1 not so; 2 wrong usage or setting."
        })
final class DlqReplayCommand extends ConfiguredCommand {
    /** The settings that it needs: only to these topics it sends. */
    static final List<Setting> SETTINGS =
            List.of(Setting.BOOTSTRAP_SERVERS, Setting.DLQ_TOPIC, Setting.IMAGES_TOPIC, Setting.ROUTES);

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST_ATTEMPTS = 100;
    /** Longer than a transaction. */
    private static final int LEAVE_SECONDS = 20;

    @Mixin
    private LetterOptions letters = new LetterOptions();

    @Option(names = "--all", description = "all dead letters of the topic")
    private boolean all;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "leave images that have been sent again so often and were refused again [1 to 100; default 1]")
    private int attempts = 1;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "images that are sent in a second, beside those that come anyway [0 to 10000000; default"
                    + " 1000; 0: as fast as they go]")
    private int rate = 1_000;

    @Option(
            names = "--keep-timestamps",
            description = "send them with the timestamps of their dead letters: for who reads predictions by time. They"
                    + " count as late then, and retention may remove them before they are read")
    private boolean keepsTimestamps;

    @Option(names = "--dry-run", description = "say what would be sent, and send nothing")
    private boolean dryRun;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        Order order = order(Instant.now());
        StreamerConfig config = config();
        Reachability.await(new KafkaClients(config).adminSettings(), CONNECT);
        AtomicBoolean stopped = new AtomicBoolean();
        CountDownLatch left = new CountDownLatch(1);
        IntSupplier signalled = Signals.handle(() -> {
            stopped.set(true);
            return await(left);
        });
        try {
            DlqReplayView view = new DlqReplayView(account(config, order, stopped::get));
            if (json) {
                print(view.json());
            } else {
                print(view.text());
            }
            int signal = signalled.getAsInt();
            return signal > 0 ? signal : (view.account().isComplete() ? ExitCode.DONE : ExitCode.FAILED).code();
        } finally {
            left.countDown();
        }
    }

    private Account account(StreamerConfig config, Order order, BooleanSupplier stopped) {
        try (ProgressLine progress = new ProgressLine(spec().commandLine().getErr())) {
            return new Replay(config, order, (at, records) -> progress.at("records read", at, records), stopped).run();
        }
    }

    private Order order(Instant now) {
        Range range = letters.range(now);
        List<String> allowed = Query.allReasons().stream()
                .filter(reason -> !reason.equals(Letter.FOREIGN))
                .toList();
        Set<String> reasons = letters.reasons(allowed);
        boolean isChoice = !range.isAll() || !reasons.isEmpty();
        if (isChoice == all) {
            throw wrongUsage("expected either --all or a choice: --reason, --from, --to, --partition, --offset");
        }
        return new Order(
                range,
                reasons,
                Bounded.of("--attempts", attempts, 1, MOST_ATTEMPTS),
                Bounded.rate(rate),
                keepsTimestamps,
                dryRun);
    }

    private static boolean await(CountDownLatch left) {
        try {
            return left.await(LEAVE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
