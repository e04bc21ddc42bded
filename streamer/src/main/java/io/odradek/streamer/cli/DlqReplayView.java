package io.odradek.streamer.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.odradek.streamer.deadletters.replay.Account;
import io.odradek.streamer.deadletters.replay.Fate;
import io.odradek.streamer.message.Source;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a replay did, for people and for programs.
 *
 * @param account what was done
 */
record DlqReplayView(Account account) {
    private static final int SCHEMA = 1;

    /** A line, a table of the reasons, and what was not sent. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(account.topic() + ": " + number(account.chosen()) + " dead letters chosen, "
                + number(account.count(Fate.SENT)) + (account.isDryRun() ? " would be sent" : " sent") + "\n");
        if (account.chosen() > 0) {
            Table table = new Table("REASON", "CHOSEN", account.isDryRun() ? "WOULD BE SENT" : "SENT");
            account.reasons()
                    .forEach((reason, fates) -> table.row(reason, number(Account.sum(fates)), number(sent(fates))));
            text.append('\n').append(table).append('\n');
        }
        notSent().forEach(fate -> {
            text.append(number(account.count(fate)) + " " + fate.words() + "\n");
            List<Source> named = account.named().getOrDefault(fate, List.of());
            if (!named.isEmpty()) {
                text.append("    " + named.stream().map(Source::toString).collect(Collectors.joining(", "))
                        + (account.count(fate) > named.size() ? ", ..." : "") + "\n");
            }
        });
        if (account.foreign() > 0) {
            text.append(number(account.foreign()) + " records of other programs, which are no dead letters\n");
        }
        if (account.isCutShort()) {
            text.append("stopped before the end: the same command sends the rest\n");
        }
        return text.toString();
    }

    /** One object. */
    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("schema", SCHEMA);
        json.addProperty("topic", account.topic());
        json.addProperty("dryRun", account.isDryRun());
        json.addProperty("cutShort", account.isCutShort());
        json.addProperty("chosen", account.chosen());
        json.addProperty("sent", account.count(Fate.SENT));
        JsonObject notSent = new JsonObject();
        Arrays.stream(Fate.values())
                .filter(fate -> fate != Fate.SENT)
                .forEach(fate -> notSent.addProperty(fate.tag(), account.count(fate)));
        json.add("notSent", notSent);
        JsonArray reasons = new JsonArray();
        account.reasons().forEach((reason, fates) -> {
            JsonObject one = new JsonObject();
            one.addProperty("reason", reason);
            one.addProperty("chosen", Account.sum(fates));
            one.addProperty("sent", sent(fates));
            reasons.add(one);
        });
        json.add("reasons", reasons);
        JsonObject named = new JsonObject();
        account.named().forEach((fate, places) -> {
            JsonArray all = new JsonArray();
            places.forEach(place -> all.add(place.toString()));
            named.add(fate.tag(), all);
        });
        json.add("named", named);
        json.addProperty("foreign", account.foreign());
        return json;
    }

    private List<Fate> notSent() {
        return Arrays.stream(Fate.values())
                .filter(fate -> fate != Fate.SENT && account.count(fate) > 0)
                .toList();
    }

    private static long sent(Map<Fate, Long> fates) {
        return fates.getOrDefault(Fate.SENT, 0L);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
