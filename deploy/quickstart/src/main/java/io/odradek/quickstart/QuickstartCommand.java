package io.odradek.quickstart;

import io.odradek.broker.InProcessBroker;
import io.odradek.quickstart.console.Console;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.run.Options;
import io.odradek.quickstart.run.Quickstart;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code deploy/quickstart.sh} without its building: parses options, runs, turns a failure into one line and a status. */
@Command(
        name = "quickstart.sh",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Does Odradek's whole job on this machine: trains the article's CNN on Fashion-MNIST, publishes it to a real"
                    + " Kafka broker, classifies the test images that flow through a topic, then swaps the model while"
                    + " images flow.",
            ""
        },
        footer = {
            "",
            "Writes summary.json and report.html into --out. Ends with status 0 when everything held, 1 with the reason"
                    + " when something did not, 2 for wrong usage, 130 after Ctrl-C."
        })
public final class QuickstartCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Directory with the four Fashion-MNIST files. Default: Debian's package, the user's cache, or a"
                            + " download.")
    private @Nullable Path data;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "6",
            description = "Epochs of the first training, 1 to 100. Default: ${DEFAULT-VALUE}, as in the article.")
    private int epochs;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Test images to replay, 1 to 10000. Default: ${DEFAULT-VALUE}.")
    private int images;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "60000",
            description = "Training images, 100 to 60000: fewer for a quick look. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "500",
            description = "Highest rate of the paced phase in images a second; it also stays below half of the measured"
                    + " full rate. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(names = "--out", paramLabel = "DIR", description = "Where results and logs go. Default: target/quickstart.")
    private @Nullable Path out;

    @Option(
            names = "--keep",
            description =
                    "Leave broker, streamer and streamer evaluate running at the end, and say how to use them with kcat.")
    private boolean keep;

    @Option(names = "--no-open", description = "Only name the live page, do not open it in a browser.")
    private boolean noOpen;

    @Option(names = "--verbose", description = "Stack traces, and more in the logs.")
    private boolean verbose;

    @Option(names = "--home", paramLabel = "DIR", hidden = true, defaultValue = ".")
    private Path home = Path.of(".");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This text.")
    @SuppressWarnings("UnusedVariable") // Picocli only looks at the annotation.
    private boolean help;

    private final Console console =
            new Console(System.out, System.err, Boolean.getBoolean("odradek.colour"), Quickstart.STEPS);

    /** Runs and exits. */
    public static void main(String[] arguments) {
        CommandLine commandLine = new CommandLine(new QuickstartCommand());
        commandLine.setParameterExceptionHandler(QuickstartCommand::explain);
        System.exit(commandLine.execute(arguments));
    }

    @Override
    public Integer call() {
        try {
            Options options = options();
            logTo(options);
            InProcessBroker.onFatalError(
                    reason -> console.failure("the broker: " + reason + " (log: " + log(options) + ")"));
            return run(options);
        } catch (IllegalArgumentException e) {
            return failed(new Failure(String.valueOf(e.getMessage()), e));
        } catch (Failure e) {
            return failed(e);
        }
    }

    private int run(Options options) {
        Quickstart quickstart = Quickstart.open(options, console);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(quickstart), "stop"));
        try {
            quickstart.run();
            return 0;
        } catch (Failure e) {
            return quickstart.isClosed() ? 130 : failed(e);
        } catch (InterruptedException e) {
            return 130;
        } catch (RuntimeException e) {
            return quickstart.isClosed() ? 130 : failed(new Failure(e + " (--verbose shows where)", e));
        } finally {
            quickstart.close();
        }
    }

    private void stop(Quickstart quickstart) {
        if (!quickstart.isClosed()) {
            console.plain("");
            console.plain("Interrupted: stopping.");
        }
        // Also when the other thread is already at it: this process must not end before it has ended the others.
        quickstart.close();
    }

    private int failed(Failure failure) {
        if (!failure.isAlreadySaid()) {
            console.failure(String.valueOf(failure.getMessage()));
        }
        if (verbose) {
            failure.printStackTrace();
        }
        return failure.status();
    }

    private Options options() {
        Path target = out == null ? home.resolve("target/quickstart") : out;
        return new Options(home, target, data, epochs, images, limit, rate, keep, !noOpen, verbose);
    }

    private void logTo(Options options) {
        System.setProperty("odradek.quickstart.log", log(options));
        System.setProperty("odradek.quickstart.level", verbose ? "INFO" : "WARN");
    }

    private static String log(Options options) {
        return options.out().resolve("broker.log").toString();
    }

    private static int explain(ParameterException e, String[] arguments) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("Failed: " + String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ")
                + " (--help lists the options)");
        return CommandLine.ExitCode.USAGE;
    }
}
