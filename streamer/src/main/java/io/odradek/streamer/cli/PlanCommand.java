package io.odradek.streamer.cli;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.config.TextFile;
import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.plan.Demand;
import io.odradek.streamer.plan.Outcome;
import io.odradek.streamer.plan.Sizing;
import io.odradek.streamer.plan.profile.Profile;
import io.odradek.streamer.plan.profile.ProfileJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plan}. */
@Command(
        name = "plan",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Say what a rate of images needs: partitions, replicas, threads, processors, memory, network, and what of Kafka.",
            "",
            "It reckons with what the benchmark measured (deploy/bench/run.sh writes target/bench/profile.json), shows"
                    + " each figure with its formula, and ends with the values for the Helm chart. deploy/sizing.md explains"
                    + " it. Needs no Kafka.",
            ""
        },
        footer = {
            "",
            "--json: {schema, demand, profile, figures: {KEY: {value, unit, formula}}, notes, values}; a value that the"
                    + " profile does not tell is null, and values are those for the chart.",
            "",
            "Examples:",
            "  streamer plan --rate 50000 --p99 20ms --profile target/bench/profile.json",
            "  streamer plan --rate 50000 --profile target/bench/profile.json --json | jq .values > plan.json",
            "",
            "Exit codes: 0 planned, 1 cannot be met with this profile, 2 wrong usage or profile."
        })
final class PlanCommand implements Callable<Integer> {
    private static final String PROFILE = "--profile";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Option(
            names = "--rate",
            paramLabel = "N",
            required = true,
            description = "images a second at the busiest time [0.001 to 1000000000]")
    private double rate;

    @Option(
            names = "--p99",
            paramLabel = "TIME",
            converter = PlanArguments.Time.class,
            description = "99 of 100 images take at most so long, as the benchmark measures it: 20ms, 1.5s"
                    + " [1us to 1h; default: not asked]")
    private @Nullable Duration p99;

    @Option(names = PROFILE, paramLabel = "FILE", required = true, description = "what the benchmark measured")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private Path profile;

    @Option(
            names = "--headroom",
            paramLabel = "SHARE",
            defaultValue = "40%",
            converter = PlanArguments.Share.class,
            description = "share of what the threads can do that is kept free, to catch up and for a lost instance: 0.4"
                    + " or 40%% [5%% to 90%%; default 40%%: one of three or more replicas lost leaves the busiest thread"
                    + " at 90%%, and an outage is caught up in 1.5 times its length]")
    private double headroom;

    @Option(
            names = "--threads-per-replica",
            paramLabel = "N",
            description = "stream threads of each replica [1 to 256; default: as in the profile]")
    private @Nullable Integer threadsPerReplica;

    @Option(
            names = "--image-bytes",
            paramLabel = "N",
            description = "mean size of your images, where it is not the profile's [1 to 1000000000]")
    private @Nullable Double imageBytes;

    @Option(
            names = "--replication",
            paramLabel = "N",
            defaultValue = "3",
            description = "replicas of each partition in Kafka [1 to 100; default ${DEFAULT-VALUE}]")
    private int replication;

    @Option(names = "--json", description = "print JSON instead of text")
    private boolean json;

    @Override
    public Integer call() {
        Profile measured = profile();
        Outcome outcome = outcome(measured);
        if (outcome instanceof Outcome.Planned planned) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(json ? JsonOutput.of(PlanView.json(planned.plan())) + "\n" : PlanView.text(planned.plan()));
            out.flush();
            return ExitCode.DONE.code();
        }
        throw new StreamerException(((Outcome.Unmet) outcome).reason());
    }

    private Profile profile() {
        String text = TextFile.read(PROFILE, profile, "a profile that the benchmark wrote");
        try {
            return ProfileJson.read(text);
        } catch (IllegalArgumentException e) {
            throw TextFile.wrong(PROFILE, profile, OneLine.of(String.valueOf(e.getMessage())));
        }
    }

    private Outcome outcome(Profile measured) {
        try {
            return Sizing.plan(
                    measured,
                    new Demand(
                            rate,
                            p99,
                            headroom,
                            threadsPerReplica == null ? measured.threads() : threadsPerReplica,
                            imageBytes == null ? measured.imageBytes() : imageBytes,
                            replication));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }
}
