package io.odradek.streamer.cli;

import io.odradek.streamer.registry.Decision;
import io.odradek.streamer.registry.Plan;
import io.odradek.streamer.registry.Promotion;
import io.odradek.streamer.registry.Registry;
import io.odradek.streamer.registry.StoredPointer;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What each command that decides has in common: who, why, and only trying. A mixin, filled by picocli. */
final class DecisionOptions {
    private static final int MAX_LENGTH = 300;
    private static final int DONE = 0;
    private static final int SUPERSEDED = 1;

    @Option(names = "--by", paramLabel = "WHO", description = "who decides, for the record (default: USER@HOST)")
    private @Nullable String by;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the record")
    private @Nullable String reason;

    @Option(names = "--dry-run", description = "say what would be written, and write nothing")
    private boolean dryRun;

    boolean isDryRun() {
        return dryRun;
    }

    /** Who decides, and why. */
    Decision decision(CommandSpec spec, String defaultReason) {
        return Decision.now(
                oneLine(spec, "--by", by == null ? user() : by),
                oneLine(spec, "--reason", reason == null ? defaultReason : reason));
    }

    /** Writes the decision, unless it is only tried, and says what became of it. @return the exit code */
    int carryOut(Plan plan, Registry registry, CommandSpec spec) {
        PrintWriter out = spec.commandLine().getOut();
        String key = plan.name() + "@" + plan.version();
        if (plan.base() != null && plan.changesNothing()) {
            out.println("nothing to do: " + key + " is live since " + decided(plan.base()));
            return DONE;
        }
        if (plan.unreadable() != null) {
            warn(
                    spec,
                    "the newest pointer record (offset " + plan.unreadable().offset()
                            + ") is unreadable, this decision takes its place: "
                            + plan.unreadable().why());
        }
        if (dryRun) {
            out.println("would write key " + plan.name() + ": "
                    + JsonOutput.ascii(new String(plan.next().toBytes(), StandardCharsets.UTF_8)));
            return DONE;
        }
        return report(plan, registry.decide(plan), spec);
    }

    private static int report(Plan plan, Promotion promotion, CommandSpec spec) {
        PrintWriter out = spec.commandLine().getOut();
        String key = plan.name() + "@" + plan.version();
        if (promotion instanceof Promotion.Superseded superseded) {
            StoredPointer newer = superseded.newer();
            spec.commandLine()
                    .getErr()
                    .println("streamer: superseded: the decision for " + key + " (offset " + promotion.offset()
                            + ") is not in force: "
                            + (newer == null
                                    ? "the pointer was deleted"
                                    : plan.name() + "@" + newer.pointer().live() + " is live, decided "
                                            + decided(newer))
                            + ". Agree with them, then decide again");
            return SUPERSEDED;
        }
        String was = plan.base() == null ? "none" : plan.base().pointer().live();
        out.println((plan.isPending() ? "pending until its file is in the topic: " : "in force: ") + key + ", offset "
                + promotion.offset() + ", before: " + was);
        if (promotion instanceof Promotion.InForce inForce) {
            inForce.overwrote()
                    .forEach(lost -> warn(
                            spec,
                            "another decision came in between (offset " + lost.offset() + ") and is overruled: "
                                    + plan.name() + "@" + lost.pointer().live() + ", decided " + decided(lost)
                                    + "; \"previous\" does not name it, and what it set beside \"live\" is gone"));
        }
        return DONE;
    }

    private static String decided(StoredPointer pointer) {
        return pointer.text("at") + " by " + pointer.text("by") + " (" + pointer.text("reason") + ")";
    }

    private static void warn(CommandSpec spec, String message) {
        spec.commandLine().getErr().println("streamer: warning: " + message);
    }

    private static String oneLine(CommandSpec spec, String option, String text) {
        if (text.isBlank() || text.length() > MAX_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), option + " must be one line of 1 to " + MAX_LENGTH + " characters");
        }
        return text;
    }

    private static String user() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "localhost";
        }
        return System.getProperty("user.name") + "@" + host;
    }
}
