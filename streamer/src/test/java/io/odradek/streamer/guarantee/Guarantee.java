package io.odradek.streamer.guarantee;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command behind {@code deploy/guarantee.sh}. */
@Command(
        name = "deploy/guarantee.sh",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Prove what is promised: three brokers, three streamers (the jar as its users run it), 8 partitions, 100 keys, and"
                    + " 20,000 images and more, good, bad and huge, under at-least-once and under exactly-once, while all that"
                    + " can break breaks, singly and in pairs. In the end every image must have its answer, in order, by the"
                    + " version that it names, and under exactly-once just one; each partition must come to the version that went"
                    + " live last; and no streamer's JVM may have crashed. First a streamer that is wrong on purpose must be found"
                    + " out.",
            ""
        },
        footer = {
            "",
            "Needs 4 GiB of memory and ports on loopback; full disks also Linux and root, else they are left out and that is"
                    + " said. Results: target/guarantee/summary.json, and beside it, where something went wrong, data and logs"
                    + " of brokers and streamers.",
            "",
            "Exit codes: 0 all is kept, 1 something is not, with the command that plays it again, 2 wrong usage.",
            "",
            "Examples:",
            "  deploy/guarantee.sh",
            "  deploy/guarantee.sh --seed 7 --minutes 240",
            "  deploy/guarantee.sh --seed 7 --minutes 3 --only sigkill --only leader-loss"
        })
final class Guarantee implements Callable<Integer> {
    private static final Duration CLEAN_UP = Duration.ofSeconds(30);

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "decides what breaks when, and what images come [default: ${DEFAULT-VALUE}]")
    private long seed;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "5",
            description =
                    "how long; at least each fault once and three pairs for each promise, some 5 minutes; beyond 10"
                            + " several rounds, each with the next seed [default: ${DEFAULT-VALUE}]")
    private int minutes;

    @Option(
            names = "--only",
            paramLabel = "FAULT",
            description = "only this fault; repeatable: ${COMPLETION-CANDIDATES}")
    private List<Fault> only = List.of();

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "" + Options.IMAGES,
            description = "at least so many under each promise [default: ${DEFAULT-VALUE}]")
    private int images;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "target/guarantee", description = "where results go")
    private Path out = Path.of("target/guarantee");

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandLine.Model.CommandSpec spec;

    private Guarantee() {}

    /** See {@code --help}. */
    public static void main(String[] arguments) throws InterruptedException {
        CommandLine command = new CommandLine(new Guarantee())
                .registerConverter(Fault.class, Guarantee::fault)
                .setUsageHelpWidth(100);
        AtomicInteger code = new AtomicInteger(1);
        // For the stack that ONNX Runtime needs with a class path on the command line.
        Thread run = new Thread(null, () -> code.set(command.execute(arguments)), "guarantee", 64L << 20);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endAll(run)));
        run.start();
        run.join();
        System.exit(code.get());
    }

    private static Fault fault(String tag) {
        return Arrays.stream(Fault.values())
                .filter(fault -> fault.tag().equals(tag))
                .findFirst()
                .orElseThrow(
                        () -> new CommandLine.TypeConversionException("allowed: " + Arrays.toString(Fault.values())));
    }

    /** On Ctrl-C: no process and no mounted disk stays. */
    private static void endAll(Thread run) {
        run.interrupt();
        try {
            run.join(CLEAN_UP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public Integer call() {
        Options options;
        try {
            options = new Options(seed, minutes, only, images);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        Summary summary = new Run(options, out, System.out).run();
        System.out.println(summary.table());
        summary.broken().forEach(sentence -> System.out.println("broken: " + sentence));
        if (!summary.broken().isEmpty()) {
            System.out.println("again: " + options.replay(summary.lastSeed()));
            return 1;
        }
        System.out.println("Every image is accounted for. " + out.resolve("summary.json"));
        return 0;
    }
}
