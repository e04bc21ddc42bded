package io.odradek.streamer.plan;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a plan.
 *
 * @param key for programs, {@code cpuRequest}
 * @param name for people
 * @param value the figure, or null where the profile does not say
 * @param unit what it counts: {@code m} (thousandths of a processor), {@code Mi}, {@code MB/s}, {@code GB}, {@code ms},
 *     {@code s}, or empty
 * @param formula how it is reckoned, with the numbers put in, or why it is not known
 */
public record Figure(String key, String name, @Nullable Double value, String unit, String formula) {
    private static final Set<String> ATTACHED = Set.of("", "m", "Mi");

    /** For people: the value, rounded to three digits behind the point, with its unit. */
    public String shown() {
        if (value == null) {
            return "-";
        }
        return Term.shown(value) + (ATTACHED.contains(unit) ? unit : " " + unit);
    }
}
