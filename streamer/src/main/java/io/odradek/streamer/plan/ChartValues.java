package io.odradek.streamer.plan;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;

/**
 * What a plan sets of the Helm chart's values.
 *
 * @param replicas of the streamer
 * @param threads of each
 * @param partitions of the topic of images
 * @param replication of each partition
 * @param guarantee the processing guarantee
 * @param cpuMillicores requested by each replica
 * @param memoryMebibytes requested by each replica, and its limit
 */
public record ChartValues(
        int replicas,
        int threads,
        int partitions,
        int replication,
        String guarantee,
        long cpuMillicores,
        long memoryMebibytes) {
    private static final String MEMORY = "memory";

    /** By the chart's names. */
    public JsonObject json() {
        JsonObject kafka = new JsonObject();
        kafka.addProperty("imagesPartitions", partitions);
        JsonObject settings = new JsonObject();
        settings.addProperty("threads", threads);
        settings.addProperty("processing.guarantee", guarantee);
        settings.addProperty("create.partitions", partitions);
        settings.addProperty("create.replication", replication);
        JsonObject requests = new JsonObject();
        requests.addProperty("cpu", cpuMillicores + "m");
        requests.addProperty(MEMORY, memoryMebibytes + "Mi");
        JsonObject limits = new JsonObject();
        limits.addProperty(MEMORY, memoryMebibytes + "Mi");
        JsonObject resources = new JsonObject();
        resources.add("requests", requests);
        resources.add("limits", limits);
        JsonObject streamer = new JsonObject();
        streamer.addProperty("replicas", replicas);
        streamer.add("settings", settings);
        streamer.add("resources", resources);
        JsonObject values = new JsonObject();
        values.add("kafka", kafka);
        values.add("streamer", streamer);
        return values;
    }

    /** The same as YAML. */
    public String yaml() {
        StringBuilder yaml = new StringBuilder();
        append(yaml, json(), "");
        return yaml.toString();
    }

    private static void append(StringBuilder yaml, JsonObject json, String indent) {
        for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
            yaml.append(indent).append(entry.getKey()).append(':');
            if (entry.getValue() instanceof JsonObject child) {
                append(yaml.append('\n'), child, indent + "  ");
            } else {
                yaml.append(' ').append(entry.getValue().getAsString()).append('\n');
            }
        }
    }
}
