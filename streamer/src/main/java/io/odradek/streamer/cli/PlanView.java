package io.odradek.streamer.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.plan.ChartValues;
import io.odradek.streamer.plan.Demand;
import io.odradek.streamer.plan.Figure;
import io.odradek.streamer.plan.Plan;
import io.odradek.streamer.plan.Section;
import io.odradek.streamer.plan.profile.Profile;
import java.math.BigDecimal;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A plan for people, and for programs. Stateless. */
final class PlanView {
    private PlanView() {}

    /** Each figure with its formula, then the chart's values. */
    static String text(Plan plan) {
        Table table = new Table("FIGURE", "VALUE", "FORMULA");
        for (Section section : plan.sections()) {
            section.figures().forEach(f -> table.row("  " + f.name(), f.shown(), f.formula()));
        }
        Iterator<String> lines = table.toString().lines().iterator();
        StringBuilder text =
                new StringBuilder(head(plan)).append('\n').append(lines.next()).append('\n');
        for (Section section : plan.sections()) {
            text.append('\n').append(section.title()).append('\n');
            section.why().forEach(why -> text.append("  ").append(why).append('\n'));
            section.figures().forEach(f -> text.append(lines.next()).append('\n'));
        }
        text.append(plan.notes().isEmpty() ? "" : "\nNote\n");
        plan.notes().forEach(note -> text.append("  ").append(note).append('\n'));
        return text.append('\n').append(values(plan.values())).toString();
    }

    private static String head(Plan plan) {
        Profile profile = plan.profile();
        Profile.Measured measured = profile.measured();
        Double p99 = plan.demand().p99Millis();
        return "Plan for " + number(plan.demand().rate()) + " images/s"
                + (p99 == null ? "" : " with a p99 of at most " + number(p99) + " ms")
                + "\n"
                + OneLine.of("by a profile of " + profile.model().name() + "@"
                        + profile.model().version() + ", " + profile.guarantee() + ", measured at " + measured.at()
                        + " on " + measured.cpus() + " processors (" + measured.processor() + "), Java "
                        + measured.java() + ", Odradek " + measured.odradek())
                + "\n";
    }

    private static String values(ChartValues values) {
        return "For the Helm chart, as a file of values\n\n"
                + values.yaml().indent(2)
                + "\nTopics, where the chart does not create them:\n"
                + "  streamer topics create --create-partitions " + values.partitions() + " --create-replication "
                + values.replication() + "\n";
    }

    private static String number(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** The same, with all digits. */
    static JsonObject json(Plan plan) {
        JsonObject figures = new JsonObject();
        for (Section section : plan.sections()) {
            section.figures().forEach(figure -> figures.add(figure.key(), json(figure)));
        }
        JsonArray notes = new JsonArray();
        plan.notes().forEach(notes::add);
        JsonObject json = new JsonObject();
        json.addProperty("schema", 1);
        json.add("demand", json(plan.demand()));
        json.add("profile", json(plan.profile()));
        json.add("figures", figures);
        json.add("notes", notes);
        json.add("values", plan.values().json());
        return json;
    }

    private static JsonObject json(Figure figure) {
        JsonObject json = new JsonObject();
        json.addProperty("value", exact(figure.value()));
        json.addProperty("unit", figure.unit());
        json.addProperty("formula", figure.formula());
        return json;
    }

    private static JsonObject json(Demand demand) {
        JsonObject json = new JsonObject();
        json.addProperty("rate", exact(demand.rate()));
        json.addProperty("p99Millis", exact(demand.p99Millis()));
        json.addProperty("headroom", demand.headroom());
        json.addProperty("threadsPerReplica", demand.threadsPerReplica());
        json.addProperty("imageBytes", exact(demand.imageBytes()));
        json.addProperty("replication", demand.replication());
        return json;
    }

    private static JsonObject json(Profile profile) {
        JsonObject json = new JsonObject();
        json.addProperty("model", profile.model().name());
        json.addProperty("version", profile.model().version());
        json.addProperty("guarantee", profile.guarantee());
        json.addProperty("at", profile.measured().at().toString());
        json.addProperty("processor", profile.measured().processor());
        json.addProperty("cpus", profile.measured().cpus());
        return json;
    }

    /** A whole number is one for programs too. */
    private static @Nullable BigDecimal exact(@Nullable Double number) {
        return number == null ? null : new BigDecimal(number(number));
    }
}
