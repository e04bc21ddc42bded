package io.odradek.streamer.metrics;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dashboard of {@code deploy/grafana/dashboards}, as far as tests look at it.
 *
 * @param file its file's name without ending
 * @param json all of it
 */
record Dashboard(String file, JsonObject json) {
    private static final Path DIRECTORY = Path.of("..", "deploy", "grafana", "dashboards");

    /**
     * A panel, or the head of a row of them.
     *
     * @param where the dashboard's and the panel's titles, for messages
     */
    record Panel(String where, JsonObject json) {
        String title() {
            return json.get("title").getAsString();
        }

        boolean isRow() {
            return json.get("type").getAsString().equals("row");
        }

        List<JsonObject> targets() {
            return objects(json, "targets");
        }

        /** Its queries, with Grafana's variables in them. */
        List<String> queries() {
            return targets().stream()
                    .map(target -> target.get("expr").getAsString())
                    .toList();
        }

        int grid(String key) {
            return json.getAsJsonObject("gridPos").get(key).getAsInt();
        }
    }

    /** All of them, at least one. */
    static List<Dashboard> all() {
        List<Dashboard> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replaceAll("\\.json$", "");
                all.add(new Dashboard(
                        name, JsonParser.parseString(Files.readString(file)).getAsJsonObject()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    String title() {
        return json.get("title").getAsString();
    }

    /** Panels and rows, in order. */
    List<Panel> grid() {
        return objects(json, "panels").stream()
                .map(panel -> new Panel(title() + ", " + panel.get("title").getAsString(), panel))
                .toList();
    }

    /** Panels without the heads of rows. */
    List<Panel> panels() {
        return grid().stream().filter(panel -> !panel.isRow()).toList();
    }

    List<JsonObject> variables() {
        return objects(json.getAsJsonObject("templating"), "list");
    }

    List<JsonObject> links() {
        return objects(json, "links");
    }

    /** The annotations that ask Prometheus. */
    List<JsonObject> annotations() {
        return objects(json.getAsJsonObject("annotations"), "list").stream()
                .filter(annotation -> annotation.has("expr"))
                .toList();
    }

    private static List<JsonObject> objects(JsonObject parent, String key) {
        return parent.getAsJsonArray(key).asList().stream()
                .map(JsonElement::getAsJsonObject)
                .toList();
    }
}
