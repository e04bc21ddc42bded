package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The trainer's command line: {@code java -jar odradek-trainer.jar} and {@code bin/trainer}. */
@Command(
        name = "trainer",
        versionProvider = TrainerCommand.Version.class,
        description = "Trains an image classifier, exports it as ONNX and publishes it to Kafka.",
        footerHeading = "%nA first session:%n",
        footer = {
            "  trainer data --fetch                    gets Fashion-MNIST, prints its directory",
            "  trainer train --out model               trains and writes model/model.onnx",
            "  trainer evaluate model/model.onnx       accuracy, per class, what is confused",
            "  trainer publish model/model.onnx --promote --bootstrap-servers localhost:9092",
            "  trainer replay --topic images --rate 500 --bootstrap-servers localhost:9092",
            "",
            "'trainer COMMAND --help' explains each. Exit codes: 0 done, 1 failed (one line on",
            "standard error says why), 2 wrong usage, 130 stopped by Ctrl-C or SIGTERM."
        })
public final class TrainerCommand implements Runnable {
    static final String VERBOSE = "--verbose";

    private final Interruption interruption;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Explain this command.")
    @SuppressWarnings("UnusedVariable") // Its presence is enough.
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    @SuppressWarnings("UnusedVariable") // Its presence is enough.
    private boolean version;

    @Option(
            names = VERBOSE,
            scope = ScopeType.INHERIT,
            description = "Show stack traces of failures and what the libraries log.")
    private boolean verbose;

    TrainerCommand(Interruption interruption) {
        this.interruption = interruption;
    }

    /** Runs one command and ends the process. */
    public static void main(String[] args) {
        boolean verbose = Arrays.asList(args).contains(VERBOSE);
        // Before the first logger exists; logback.xml reads it.
        System.setProperty("odradek.log", verbose ? "INFO" : "ERROR");
        System.setProperty("java.awt.headless", "true");
        Interruption interruption = Interruption.install();
        int code = CommandLine.ExitCode.SOFTWARE;
        try {
            code = commandLine(interruption).execute(args);
        } catch (Throwable e) {
            // Memory, native libraries: what a command's own handler does not see.
            System.err.println(line(e));
            if (verbose) {
                e.printStackTrace();
            }
        } finally {
            interruption.exit(code);
        }
    }

    /** The command line, for {@link #main} and for tests. */
    static CommandLine commandLine(Interruption interruption) {
        TrainerCommand trainer = new TrainerCommand(interruption);
        return new CommandLine(trainer)
                .addSubcommand(new DataCommand())
                .addSubcommand(new TrainCommand(interruption))
                .addSubcommand(new EvaluateCommand())
                .addSubcommand(new PublishCommand())
                .addSubcommand(new KeygenCommand())
                .addSubcommand(new SignCommand())
                .addSubcommand(new ReplayCommand(interruption))
                .setExecutionExceptionHandler((e, command, parsed) -> trainer.report(e, command.getErr()))
                .setParameterExceptionHandler(TrainerCommand::reportUsage)
                .setUsageHelpWidth(100)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "expected a command: data, train, evaluate, publish, keygen, sign or replay");
    }

    private int report(Exception failure, PrintWriter err) {
        if (interruption.getAsBoolean()) {
            err.println("trainer: " + (failure instanceof TrainingStopped ? failure.getMessage() : "stopped"));
            return Interruption.EXIT_CODE;
        }
        if (verbose) {
            failure.printStackTrace(err);
        }
        err.println(line(failure));
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String line(Throwable failure) {
        return failure instanceof TrainerException
                ? "trainer: " + failure.getMessage()
                : "trainer: unexpected " + failure.getClass().getSimpleName() + ": "
                        + TrainerException.reasonOf(failure) + "; run it again with " + VERBOSE
                        + " and report what it shows";
    }

    private static int reportUsage(CommandLine.ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        command.getErr()
                .println("trainer: " + TrainerException.reasonOf(failure) + "; see '"
                        + command.getCommandSpec().qualifiedName() + " --help'");
        return CommandLine.ExitCode.USAGE;
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = TrainerCommand.class.getPackage().getImplementationVersion();
            return new String[] {"odradek-trainer " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
