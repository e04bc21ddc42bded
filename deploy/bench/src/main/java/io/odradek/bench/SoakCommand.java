package io.odradek.bench;

import io.odradek.bench.endurance.Outcome;
import io.odradek.bench.endurance.SoakPlan;
import io.odradek.bench.endurance.SoakRun;
import io.odradek.bench.load.Rig;
import io.odradek.quickstart.console.Console;
import io.odradek.quickstart.process.Children;
import java.io.IOException;
import java.nio.file.Files;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deploy/soak.sh} without its building and its help. */
@Command(name = "soak.sh")
public final class SoakCommand extends LoadCommand {
    private static final String MODEL = "deploy/contract/fashion-mnist-seed.onnx";

    @Option(names = "--minutes", defaultValue = "20")
    private int minutes;

    @Option(names = "--rate", defaultValue = "200")
    private double rate;

    private SoakCommand() {
        super("soak", SoakRun.STEPS);
    }

    /** Runs and exits. */
    public static void main(String[] arguments) {
        main(new SoakCommand(), arguments);
    }

    @Override
    Outcome run(Rig.Site site, Console console, Children children) throws IOException, InterruptedException {
        SoakPlan plan = isSmoke() ? SoakPlan.brief() : SoakPlan.of(minutes, rate);
        byte[] net = Files.readAllBytes(site.home().resolve(MODEL));
        return new SoakRun(plan, site, net, console, children).run();
    }
}
