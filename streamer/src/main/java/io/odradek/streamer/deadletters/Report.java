package io.odradek.streamer.deadletters;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** An inspection for people, and for programs. Stateless. */
public final class Report {
    private static final double PERCENT = 100;

    private Report() {}

    /** A table of the reasons, then the preview. */
    public static String text(Inspection found) {
        StringBuilder out = new StringBuilder();
        out.append(String.format(Locale.ROOT, "%s: %,d dead letters", found.topic(), found.total()));
        out.append(
                found.replayed() == 0
                        ? "\n"
                        : String.format(Locale.ROOT, ", %,d of them sent again%n", found.replayed()));
        if (found.total() > 0) {
            out.append(String.format(
                    "%n%-26s %12s %7s  %-20s  %s%n", "reason", "count", "share", "first image", "last image"));
        }
        for (Inspection.ReasonCount reason : found.reasons()) {
            out.append(String.format(
                    Locale.ROOT,
                    "%-26s %,12d %6.1f%%  %-20s  %s%n",
                    reason.reason(),
                    reason.count(),
                    PERCENT * reason.count() / found.total(),
                    reason.first().truncatedTo(ChronoUnit.SECONDS),
                    reason.last().truncatedTo(ChronoUnit.SECONDS)));
        }
        if (!found.newest().isEmpty()) {
            out.append(String.format("%nThe newest %d:%n", found.newest().size()));
        }
        found.newest().forEach(letter -> append(letter, out));
        return out.toString();
    }

    private static void append(Letter letter, StringBuilder out) {
        String place = "partition " + letter.partition() + " offset " + letter.offset();
        out.append(String.format(
                "%n%s  %s  %s%n", letter.origin().isEmpty() ? place : letter.origin(), letter.time(), letter.reason()));
        line(out, "message", letter.message());
        line(
                out,
                "value",
                letter.bytes() < 0
                        ? letter.looks()
                        : String.format(Locale.ROOT, "%,d bytes, %s", letter.bytes(), letter.looks()));
        line(out, "content-type", letter.contentType());
        line(out, "key", letter.key());
        line(out, "left out", letter.omitted());
        line(out, "dead letter", place);
    }

    private static void line(StringBuilder out, String name, String value) {
        if (!value.isEmpty()) {
            out.append(String.format("    %-13s %s%n", name, value));
        }
    }

    /** One JSON object. */
    public static String json(Inspection found) {
        JsonObject json = new JsonObject();
        json.addProperty("topic", found.topic());
        json.addProperty("total", found.total());
        json.addProperty("replayed", found.replayed());
        JsonArray reasons = new JsonArray();
        for (Inspection.ReasonCount reason : found.reasons()) {
            JsonObject one = new JsonObject();
            one.addProperty("reason", reason.reason());
            one.addProperty("count", reason.count());
            one.addProperty("share", (double) reason.count() / found.total());
            one.addProperty("first", reason.first().toString());
            one.addProperty("last", reason.last().toString());
            reasons.add(one);
        }
        json.add("reasons", reasons);
        JsonArray newest = new JsonArray();
        found.newest().forEach(letter -> newest.add(json(letter)));
        json.add("newest", newest);
        return new GsonBuilder()
                .disableHtmlEscaping()
                .setPrettyPrinting()
                .create()
                .toJson(json);
    }

    private static JsonObject json(Letter letter) {
        JsonObject json = new JsonObject();
        json.addProperty("partition", letter.partition());
        json.addProperty("offset", letter.offset());
        json.addProperty("time", letter.time().toString());
        json.addProperty("reason", letter.reason());
        json.addProperty("source", letter.origin());
        json.addProperty("message", letter.message());
        json.addProperty("bytes", letter.bytes());
        json.addProperty("looks", letter.looks());
        json.addProperty("contentType", letter.contentType());
        json.addProperty("key", letter.key());
        json.addProperty("omitted", letter.omitted());
        return json;
    }
}
