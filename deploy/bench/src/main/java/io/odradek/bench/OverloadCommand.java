package io.odradek.bench;

import io.odradek.bench.endurance.Outcome;
import io.odradek.bench.endurance.OverloadPlan;
import io.odradek.bench.endurance.OverloadRun;
import io.odradek.bench.load.Rig;
import io.odradek.quickstart.console.Console;
import io.odradek.quickstart.process.Children;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deploy/overload.sh} without its building and its help. */
@Command(name = "overload.sh")
public final class OverloadCommand extends LoadCommand {
    @Option(names = "--times", defaultValue = "10")
    private double times;

    @Option(names = "--seconds", defaultValue = "120")
    private int seconds;

    @Option(names = "--load", defaultValue = "0.2")
    private double load;

    private OverloadCommand() {
        super("overload", OverloadRun.STEPS);
    }

    /** Runs and exits. */
    public static void main(String[] arguments) {
        main(new OverloadCommand(), arguments);
    }

    @Override
    Outcome run(Rig.Site site, Console console, Children children) throws InterruptedException {
        OverloadPlan plan =
                isSmoke() ? OverloadPlan.brief() : OverloadPlan.of(times, Duration.ofSeconds(seconds), load);
        return new OverloadRun(plan, site, console, children).run();
    }
}
