package io.odradek.streamer.cli;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The streamer's command line. */
@Command(
        name = "streamer",
        mixinStandardHelpOptions = true,
        versionProvider = StreamerCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Odradek streamer: classifies the images in a Kafka topic with the live model.", ""},
        footer = {
            "",
            "Try it:  streamer run --bootstrap-servers localhost:9092 --create-topics",
            "Health:  curl localhost:8080/health",
            "Check:   streamer check --bootstrap-servers localhost:9092",
            "Models:  streamer models list",
            "",
            "Exit codes: 0 stopped or done, 1 cannot start, failed or ended by itself, 2 wrong usage or setting, 143"
                    + " stopped by SIGTERM."
        })
public final class StreamerCommand implements Runnable {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "show the stack trace of a failure")
    private boolean verbose;

    /** The program. */
    public static void main(String[] args) {
        // DJL: nothing is downloaded and nothing is reported at run time.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("java.awt.headless", "true");
        // A client that sends half a request must not keep a thread from the probes.
        System.setProperty("sun.net.httpserver.maxReqTime", "5");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        RunCommand run = new RunCommand();
        int exitCode = commandLine(run).execute(args);
        Signals.end(exitCode, run.isClean());
    }

    /** The command line, with its subcommands. */
    static CommandLine commandLine(RunCommand runCommand) {
        CommandLine commandLine = new CommandLine(new StreamerCommand());
        CommandLine run = new CommandLine(runCommand);
        SettingOptions.add(run.getCommandSpec(), List.of(Setting.values()));
        commandLine.addSubcommand("run", run);
        CommandLine check = new CommandLine(new CheckCommand());
        // All of them: it judges by the settings of run.
        SettingOptions.add(check.getCommandSpec(), List.of(Setting.values()));
        commandLine.addSubcommand("check", check);
        commandLine.addSubcommand("models", ModelsCommand.commandLine());
        commandLine.addSubcommand("adopt", new AdoptCommand());
        commandLine.addSubcommand(new SwitchCommand.Pause());
        commandLine.addSubcommand(new SwitchCommand.Resume());
        commandLine.addSubcommand(DlqCommand.commandLine());
        commandLine.setExecutionExceptionHandler(StreamerCommand::report);
        return commandLine;
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        boolean expected = failure instanceof StreamerException || failure instanceof ConfigException;
        err.println("streamer: " + (expected ? failure.getMessage() : "unexpected failure: " + failure));
        CommandLine root = command;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        if (((StreamerCommand) root.getCommand()).verbose) {
            failure.printStackTrace(err);
        } else if (!expected) {
            err.println("streamer: run with --verbose for the stack trace");
        }
        return failure instanceof ConfigException ? WRONG_USAGE : FAILED;
    }

    /** The version from the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = StreamerCommand.class.getPackage().getImplementationVersion();
            return new String[] {"odradek-streamer " + (version == null ? "(not packaged)" : version)};
        }
    }
}
