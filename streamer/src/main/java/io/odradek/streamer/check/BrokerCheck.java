package io.odradek.streamer.check;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.topics.Finding;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;

/** The cluster as such, and how long it remembers progress. */
record BrokerCheck(Broker broker) {
    private static final String SUBJECT = "broker";
    private static final String OFFSETS_RETENTION = "offsets.retention.minutes";
    private static final long MINUTE_MILLIS = 60_000;
    private static final long YEAR_MINUTES = 365 * 24 * 60;

    /** Who answers. */
    List<Finding> cluster() {
        DescribeClusterResult cluster = broker.admin().describeCluster();
        String features =
                broker.get(broker.admin().describeFeatures().featureMetadata()).finalizedFeatures().entrySet().stream()
                        .filter(f -> f.getKey().equals("metadata.version"))
                        .map(f -> ", metadata.version " + f.getValue().maxVersionLevel())
                        .findFirst()
                        .orElse("");
        return List.of(Finding.ok(
                SUBJECT,
                "cluster " + broker.get(cluster.clusterId()) + " at "
                        + broker.config().bootstrapServers() + ", "
                        + broker.get(cluster.nodes()).size() + " broker(s)" + features));
    }

    /** A group that is away for longer than its offsets are kept begins again at the oldest image. */
    List<Finding> offsetsRetention(String images) {
        long kept = Long.parseLong(broker.topics().config(images, TopicConfig.RETENTION_MS_CONFIG));
        try {
            return List.of(offsetsRetention(setting(OFFSETS_RETENTION), kept, images));
        } catch (StreamerException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            // The streamer itself does not need it.
            return List.of(Finding.warn(
                    SUBJECT,
                    OFFSETS_RETENTION + " cannot be read, which needs DescribeConfigs of the cluster: it should be as"
                            + " long as topic " + images + " keeps images",
                    broker.access().allow("--operation DescribeConfigs", "--cluster")));
        }
    }

    /**
     * The verdict about a broker that remembers progress.
     *
     * @param value for so many minutes; null where the broker does not show it, as with one that others run
     * @param millis the images topic's retention; negative: for ever
     */
    static Finding offsetsRetention(@Nullable String value, long millis, String images) {
        if (value == null) {
            return Finding.warn(
                    SUBJECT,
                    OFFSETS_RETENTION + " is not shown by this broker: it should be as long as topic " + images
                            + " keeps images; ask who runs it",
                    "");
        }
        long minutes = Long.parseLong(value);
        long wanted = millis < 0 ? YEAR_MINUTES : (millis + MINUTE_MILLIS - 1) / MINUTE_MILLIS;
        String found = OFFSETS_RETENTION + "=" + minutes;
        if (minutes >= wanted) {
            return Finding.ok(SUBJECT, found + (millis < 0 ? ", a year or more" : ", as long as images are kept"));
        }
        String kept = millis < 0 ? "for ever" : wanted + " minutes";
        return Finding.warn(
                SUBJECT,
                found + " is shorter than topic " + images + " keeps images (" + kept
                        + "): a streamer that is away for longer classifies all of them again",
                "echo '" + OFFSETS_RETENTION + "=" + wanted + "' >> config/server.properties"
                        + "  # on each broker, then restart it");
    }

    private @Nullable String setting(String key) {
        String id = broker.get(broker.admin().describeCluster().nodes())
                .iterator()
                .next()
                .idString();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, id);
        Map<ConfigResource, Config> answer =
                broker.get(broker.admin().describeConfigs(List.of(resource)).all());
        ConfigEntry entry = answer.values().iterator().next().get(key);
        return entry == null ? null : entry.value();
    }
}
