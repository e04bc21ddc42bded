package io.odradek.streamer.guarantee;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * What a run has found.
 *
 * @param seed of the first round
 * @param phases what became of the images
 * @param unjudged phases of which that is not known, with the reason
 * @param skipped faults that this machine can not play, with the reason
 * @param unsafeVariantLost images that the unsafe variant lost
 */
record Summary(
        long seed,
        int minutes,
        List<Verdict> phases,
        List<String> unjudged,
        Map<Fault, String> skipped,
        int unsafeVariantLost) {

    /** Everything that was promised not to be, each in a sentence; nothing when all is well. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        phases.forEach(phase -> phase.broken().stream()
                .limit(10)
                .forEach(what -> broken.add(phase.promise().setting() + ", seed " + phase.seed() + ": " + what)));
        broken.addAll(unjudged);
        if (unsafeVariantLost == 0) {
            broken.add("the unsafe variant lost nothing: the account of images is blind");
        }
        return broken;
    }

    /** That of the last round, which is the one that broke something if any did. */
    long lastSeed() {
        return phases.isEmpty() ? seed : phases.get(phases.size() - 1).seed();
    }

    String json() {
        JsonObject json = new JsonObject();
        json.addProperty("seed", seed);
        json.addProperty("minutes", minutes);
        json.addProperty("inputs", sum(phase -> phase.account().images()));
        json.addProperty("accounted", sum(Verdict::accounted));
        json.addProperty("lost", sum(phase -> phase.account().lost().size()));
        json.addProperty("duplicatesExactlyOnce", duplicates(Promise.EXACTLY_ONCE));
        json.addProperty("duplicatesAtLeastOnce", duplicates(Promise.AT_LEAST_ONCE));
        json.addProperty("wrongVersion", sum(phase -> phase.account().wrong().size()));
        json.addProperty("staleVersion", sum(phase -> phase.stale().size()));
        json.addProperty("outOfOrder", sum(phase -> phase.account().outOfOrder().size()));
        json.addProperty("altered", sum(phase -> phase.account().altered().size()));
        json.addProperty("strays", sum(phase -> phase.account().strays().size()));
        json.addProperty("versions", sum(phase -> phase.account().versions().size()));
        json.addProperty("streamersThatEnded", sum(phase -> phase.exits().size()));
        json.addProperty("unsafeVariantLost", unsafeVariantLost);
        json.add("faults", faults());
        JsonObject reasons = new JsonObject();
        skipped.forEach((fault, reason) -> reasons.addProperty(fault.tag(), reason));
        json.add("skipped", reasons);
        JsonArray sentences = new JsonArray();
        broken().forEach(sentences::add);
        json.add("broken", sentences);
        return new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n";
    }

    private JsonObject faults() {
        JsonObject faults = new JsonObject();
        for (Fault fault : Fault.values()) {
            faults.addProperty(fault.tag(), times(fault));
        }
        return faults;
    }

    /** How often a fault was begun. */
    int times(Fault fault) {
        return sum(phase -> phase.faults().getOrDefault(fault, 0));
    }

    private int duplicates(Promise promise) {
        return sum(phase -> phase.promise() == promise ? phase.account().duplicates() : 0);
    }

    private int sum(ToIntFunction<Verdict> count) {
        return phases.stream().mapToInt(count).sum();
    }

    /** For people. */
    String table() {
        StringBuilder table = new StringBuilder("\n");
        table.append(String.format(
                "%-16s %-8s %6s %8s %6s %11s %6s %13s %9s %6s%n",
                "promise",
                "protocol",
                "seed",
                "images",
                "lost",
                "repeated",
                "wrong",
                "out of order",
                "versions",
                "ended"));
        for (Verdict phase : phases) {
            table.append(String.format(
                    "%-16s %-8s %6d %,8d %6d %11d %6d %13d %9d %6d%n",
                    phase.promise().setting(),
                    phase.protocol(),
                    phase.seed(),
                    phase.account().images(),
                    phase.account().lost().size(),
                    phase.account().duplicates(),
                    phase.account().wrong().size(),
                    phase.account().outOfOrder().size(),
                    phase.account().versions().size(),
                    phase.exits().size()));
        }
        table.append(String.format("%nfault                times%n"));
        for (Fault fault : Fault.values()) {
            String note = skipped.containsKey(fault) ? "  skipped: " + skipped.get(fault) : "";
            table.append(String.format("%-21s %5d%s%n", fault, times(fault), note));
        }
        return table.append(String.format("%nThe unsafe variant lost %d images.%n", unsafeVariantLost))
                .toString();
    }
}
