package io.odradek.streamer.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.odradek.streamer.registry.Artefact;
import io.odradek.streamer.registry.Description;
import io.odradek.streamer.registry.RegistryState;
import io.odradek.streamer.registry.StoredPointer;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The registry as text and as JSON.
 *
 * @param state what was read
 */
record RegistryView(RegistryState state) {
    private static final int SHORT_DIGEST = 12;

    /**
     * One version of a model, which may be missing although a pointer names it.
     *
     * @param role live, previous, shadow, canary, or empty
     * @param artefact null when it is not in the topic
     */
    private record Row(
            String version, String role, @Nullable Artefact artefact) {}

    /** All models and versions, the newest first. */
    String list() {
        Table table =
                new Table("MODEL", "VERSION", "MARK", "SIZE", "CREATED", "ACCURACY", "SHA256", "OFFSET", "PUBLISHED");
        StringBuilder below = new StringBuilder();
        for (String name : state.names()) {
            for (Row row : rows(name)) {
                table.row(cells(name, row));
                if (row.artefact() != null && row.artefact().description() instanceof Description.Unreadable bad) {
                    below.append("unreadable: ")
                            .append(row.artefact().key())
                            .append(": ")
                            .append(bad.why())
                            .append('\n');
                } else if (row.artefact() != null
                        && row.artefact().description() instanceof Description.Elsewhere elsewhere) {
                    below.append("elsewhere: ")
                            .append(row.artefact().key())
                            .append(": ")
                            .append(elsewhere.uri())
                            .append('\n');
                }
            }
        }
        state.unreadable()
                .forEach(u -> below.append(
                        "unreadable: key \"%s\", offset %d: %s%n".formatted(u.key(), u.offset(), u.why())));
        return table + (below.isEmpty() ? "" : "\n" + below);
    }

    /** The same for programs; only one model where a name is given. */
    JsonObject json(String topic, @Nullable String only, @Nullable String version) {
        JsonArray models = new JsonArray();
        for (String name : only == null ? state.names() : Set.of(only)) {
            JsonObject model = new JsonObject();
            model.addProperty("name", name);
            StoredPointer pointer = state.pointer(name);
            model.add("pointer", pointer == null ? JsonNull.INSTANCE : json(pointer));
            JsonArray decisions = new JsonArray();
            state.decisions(name).forEach(d -> decisions.add(json(d)));
            model.add("decisions", decisions);
            JsonArray versions = new JsonArray();
            rows(name).stream()
                    .filter(r -> version == null || r.version().equals(version))
                    .forEach(r -> versions.add(json(r)));
            model.add("versions", versions);
            models.add(model);
        }
        JsonArray unreadable = new JsonArray();
        for (RegistryState.Unreadable record : state.unreadable()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("key", record.key());
            entry.addProperty("offset", record.offset());
            entry.addProperty("why", record.why());
            unreadable.add(entry);
        }
        JsonObject json = new JsonObject();
        json.addProperty("schema", 1);
        json.addProperty("topic", topic);
        json.add("models", models);
        json.add("unreadable", unreadable);
        return json;
    }

    /** Everything about one model, or one version of it. */
    String show(String name, @Nullable String version) {
        StringBuilder text = new StringBuilder();
        StoredPointer pointer = state.pointer(name);
        Table head = new Table("model", name);
        if (pointer == null) {
            head.row("live", noPointer(name));
        } else {
            head.row("live", pointer.pointer().live());
            head.row("previous", String.join(", ", pointer.pointer().previous()));
            for (String key : List.of("shadow", "canary", "policy")) {
                JsonElement value = pointer.json().get(key);
                head.row(key, value == null || value.isJsonNull() ? "-" : value.toString());
            }
        }
        text.append(head);
        RegistryState.Unreadable bad = state.unreadablePointer(name);
        if (bad != null) {
            text.append("unreadable: offset %d: %s; streamers keep what was live%n".formatted(bad.offset(), bad.why()));
        }
        text.append('\n').append(decisions(name));
        for (Row row : rows(name)) {
            if (version == null || row.version().equals(version)) {
                text.append('\n').append(details(row));
            }
        }
        return text.toString();
    }

    private String noPointer(String name) {
        RegistryState.Deleted deleted = state.deletedPointer(name);
        return deleted == null
                ? "(no pointer)"
                : "(pointer deleted, offset " + deleted.offset() + "; instances keep "
                        + (deleted.last() == null
                                ? "what was live"
                                : deleted.last().pointer().live())
                        + ")";
    }

    private Table decisions(String name) {
        Table table = new Table("DECIDED", "LIVE", "BY", "REASON", "OFFSET");
        List<StoredPointer> decisions = state.decisions(name);
        for (int i = decisions.size() - 1; i >= 0; i--) {
            StoredPointer d = decisions.get(i);
            table.row(d.text("at"), d.pointer().live(), d.text("by"), d.text("reason"), String.valueOf(d.offset()));
        }
        return table;
    }

    private static Table details(Row row) {
        Table table = new Table("version", row.version() + (row.role().isEmpty() ? "" : " (" + row.role() + ")"));
        Artefact artefact = row.artefact();
        if (artefact == null) {
            table.row("file", "MISSING: not in the topic");
            return table;
        }
        table.row("size", Table.size(artefact.bytes()) + " (" + artefact.bytes() + " bytes)");
        table.row("sha256", artefact.sha256());
        table.row("published", artefact.at().truncatedTo(ChronoUnit.SECONDS) + ", offset " + artefact.offset());
        if (artefact.description() instanceof Description.Described file) {
            table.row("created", file.created());
            table.row("accuracy", orDash(file.accuracy()));
            table.row("input", file.input());
            table.row("labels", file.labels().size() + ": " + String.join(", ", file.labels()));
            table.row("recipe", orDash(file.recipe()));
            table.row("golden", file.golden() + " images");
        } else if (artefact.description() instanceof Description.Elsewhere elsewhere) {
            table.row("file", "elsewhere: " + elsewhere.uri());
        } else if (artefact.description() instanceof Description.Unreadable bad) {
            table.row("file", "UNREADABLE: " + bad.why());
        }
        return table;
    }

    private static String[] cells(String name, Row row) {
        Artefact artefact = row.artefact();
        if (artefact == null) {
            return new String[] {name, row.version(), row.role(), "MISSING", "-", "-", "-", "-", "-"};
        }
        Description.Described file =
                artefact.description() instanceof Description.Described described ? described : null;
        return new String[] {
            name,
            row.version(),
            orDash(row.role()),
            artefact.isUnreadable() ? "UNREADABLE" : Table.size(artefact.bytes()),
            file == null ? "-" : file.created(),
            file == null ? "-" : orDash(file.accuracy()),
            artefact.sha256().substring(0, SHORT_DIGEST),
            String.valueOf(artefact.offset()),
            artefact.at().truncatedTo(ChronoUnit.SECONDS).toString()
        };
    }

    private List<Row> rows(String name) {
        StoredPointer pointer = state.pointer(name);
        List<Row> rows = new ArrayList<>();
        List<Artefact> artefacts = new ArrayList<>(state.artefacts(name).values());
        artefacts.sort(Comparator.comparingLong(Artefact::offset).reversed());
        for (Artefact artefact : artefacts) {
            String role = pointer == null ? "" : pointer.role(artefact.version());
            rows.add(new Row(artefact.version(), role, artefact));
        }
        Set<String> missing = new TreeSet<>(pointer == null ? Set.of() : pointer.versions());
        missing.removeAll(state.artefacts(name).keySet());
        missing.forEach(version -> rows.add(new Row(version, pointer == null ? "" : pointer.role(version), null)));
        return rows;
    }

    private static JsonObject json(StoredPointer pointer) {
        JsonObject json = pointer.json().deepCopy();
        json.addProperty("offset", pointer.offset());
        return json;
    }

    private static JsonObject json(Row row) {
        JsonObject json = new JsonObject();
        Artefact artefact = row.artefact();
        json.addProperty("version", row.version());
        json.addProperty("mark", row.role());
        json.addProperty("present", artefact != null);
        if (artefact == null) {
            return json;
        }
        json.addProperty("bytes", artefact.bytes());
        json.addProperty("sha256", artefact.sha256());
        json.addProperty("offset", artefact.offset());
        json.addProperty("published", artefact.at().toString());
        if (artefact.description() instanceof Description.Described file) {
            json.addProperty("created", file.created());
            json.add("accuracy", number(file.accuracy()));
            json.addProperty("input", file.input());
            JsonArray labels = new JsonArray();
            file.labels().forEach(labels::add);
            json.add("labels", labels);
            json.add("recipe", parsed(file.recipe()));
            json.addProperty("golden", file.golden());
        } else if (artefact.description() instanceof Description.Elsewhere elsewhere) {
            json.addProperty("uri", elsewhere.uri());
        } else if (artefact.description() instanceof Description.Unreadable bad) {
            json.addProperty("unreadable", bad.why());
        }
        return json;
    }

    private static JsonElement number(String text) {
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? new JsonPrimitive(number) : JsonNull.INSTANCE;
        } catch (NumberFormatException e) {
            return JsonNull.INSTANCE;
        }
    }

    private static JsonElement parsed(String text) {
        try {
            return text.isEmpty() ? JsonNull.INSTANCE : JsonParser.parseString(text);
        } catch (JsonParseException e) {
            return new JsonPrimitive(text);
        }
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
