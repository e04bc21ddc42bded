package io.odradek.streamer.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.registry.InstanceStatus;
import io.odradek.streamer.registry.StatusLog;
import java.util.Collection;
import java.util.List;

/**
 * What each instance told last about a model, as text and as JSON.
 *
 * @param statuses by instance
 * @param trouble why they cannot be read; empty where they can
 */
record InstancesView(Collection<InstanceStatus> statuses, String trouble) {
    /** Reads them; that they cannot be read is no failure: the registry is in another topic. */
    static InstancesView read(StatusLog log, String model) {
        try {
            return new InstancesView(log.newest(model), "");
        } catch (StreamerException e) {
            return new InstancesView(List.of(), OneLine.of(String.valueOf(e.getMessage())));
        }
    }

    String show() {
        if (!trouble.isEmpty()) {
            return "instances: not known: " + trouble + "\n";
        }
        if (statuses.isEmpty()) {
            return "instances: none has told anything\n";
        }
        Table table = new Table("INSTANCE", "RESULT", "VERSION", "STAGE", "AT", "WHY");
        for (InstanceStatus status : statuses) {
            table.row(
                    status.text("instance"),
                    status.text("result"),
                    orDash(status.text("version")),
                    orDash(status.text("stage")),
                    status.text("at"),
                    orDash(status.text("why")));
        }
        return table.toString();
    }

    /** The records as they are, and their offset; null where they cannot be read. */
    JsonElement json() {
        if (!trouble.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        JsonArray all = new JsonArray();
        for (InstanceStatus status : statuses) {
            JsonObject json = status.json().deepCopy();
            json.addProperty("offset", status.offset());
            all.add(json);
        }
        return all;
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
