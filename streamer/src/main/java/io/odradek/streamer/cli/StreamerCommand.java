package io.odradek.streamer.cli;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.logging.LogSetup;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
            "Config:  streamer config",
            "Models:  streamer models list",
            "Labels:  streamer evaluate --http-port 8081",
            "Verify:  streamer verify --from PT1H --sample 100",
            "Replay:  streamer replay --model model.onnx --from PT24H",
            "Size:    streamer plan --rate 50000 --profile profile.json",
            ""
        })
public final class StreamerCommand implements Runnable {
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
        EvaluateCommand evaluate = new EvaluateCommand();
        int exitCode = commandLine(run, evaluate).execute(args);
        Signals.end(exitCode, run.isClean() && evaluate.isClean());
    }

    /** The command line, with its subcommands. */
    static CommandLine commandLine(RunCommand runCommand, EvaluateCommand evaluateCommand) {
        CommandLine commandLine = new CommandLine(new StreamerCommand());
        CommandLine.Model.UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
        usage.footer(Stream.concat(Arrays.stream(usage.footer()), Stream.of(ExitCode.line()))
                .toArray(String[]::new));
        CommandLine run = new CommandLine(runCommand);
        SettingOptions.add(run.getCommandSpec(), List.of(Setting.values()));
        commandLine.addSubcommand("run", run);
        CommandLine evaluate = new CommandLine(evaluateCommand);
        SettingOptions.add(evaluate.getCommandSpec(), List.of(Setting.values()));
        commandLine.addSubcommand("evaluate", evaluate);
        CommandLine check = new CommandLine(new CheckCommand());
        // All of them: it judges by the settings of run.
        SettingOptions.add(check.getCommandSpec(), List.of(Setting.values()));
        commandLine.addSubcommand("check", check);
        CommandLine verify = new CommandLine(new VerifyCommand());
        SettingOptions.add(verify.getCommandSpec(), List.of(Setting.values()));
        commandLine.addSubcommand("verify", verify);
        CommandLine replay = new CommandLine(new ReplayCommand());
        SettingOptions.add(replay.getCommandSpec(), List.of(Setting.values()));
        commandLine.addSubcommand("replay", replay);
        CommandLine config = new CommandLine(new ConfigCommand());
        SettingOptions.add(config.getCommandSpec(), List.of(Setting.values()));
        commandLine.addSubcommand("config", config);
        commandLine.addSubcommand(TopicsCommand.commandLine());
        commandLine.addSubcommand("models", ModelsCommand.commandLine());
        commandLine.addSubcommand("adopt", new AdoptCommand());
        commandLine.addSubcommand(new SwitchCommand.Pause());
        commandLine.addSubcommand(new SwitchCommand.Resume());
        commandLine.addSubcommand(DlqCommand.commandLine());
        commandLine.addSubcommand(new PlanCommand());
        commandLine.setExecutionExceptionHandler(StreamerCommand::report);
        return commandLine;
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        boolean expected = failure instanceof StreamerException || failure instanceof ConfigException;
        String message = expected ? String.valueOf(failure.getMessage()) : "unexpected failure: " + failure;
        CommandLine root = command;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        boolean trace = ((StreamerCommand) root.getCommand()).verbose;
        String hint = trace || expected ? "" : "run with --verbose for the stack trace";
        PrintWriter err = command.getErr();
        if (LogSetup.isJson()) {
            Logger log = LoggerFactory.getLogger(StreamerCommand.class);
            log.error("{}", hint.isEmpty() ? message : message + "; " + hint, trace ? failure : null);
        } else {
            err.println("streamer: " + message);
            if (trace) {
                failure.printStackTrace(err);
            } else if (!hint.isEmpty()) {
                err.println("streamer: " + hint);
            }
        }
        return (failure instanceof ConfigException ? ExitCode.WRONG_USAGE : ExitCode.FAILED).code();
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
