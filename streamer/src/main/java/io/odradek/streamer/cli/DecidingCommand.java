package io.odradek.streamer.cli;

import io.odradek.streamer.registry.Decision;
import io.odradek.streamer.registry.Plan;
import io.odradek.streamer.registry.Registry;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** A command that decides which version is live. Filled by picocli. */
abstract class DecidingCommand extends ConfiguredCommand {
    @Mixin
    private DecisionOptions options = new DecisionOptions();

    final boolean isDryRun() {
        return options.isDryRun();
    }

    /**
     * Takes a decision, unless it is only tried, and says what became of it.
     *
     * @param defaultReason where the user gives none
     * @param plan thinks it out
     * @return the exit code
     */
    final int decide(Registry registry, String defaultReason, Function<Decision, Plan> plan) {
        return options.carryOut(plan.apply(options.decision(spec(), defaultReason)), registry, spec());
    }
}
