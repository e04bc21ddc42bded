package io.odradek.streamer.check;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.topics.Finding;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;

/** The cluster as such, and how long it remembers progress. */
record BrokerCheck(Broker broker) {
    private static final String SUBJECT = "broker";
    private static final String OFFSETS_RETENTION = "offsets.retention.minutes";
    private static final long MINUTE_MILLIS = 60_000;

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
    List<Finding> offsetsRetention() {
        try {
            return List.of(offsetsRetention(Long.parseLong(setting(OFFSETS_RETENTION))));
        } catch (StreamerException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            // The streamer itself does not need it.
            return List.of(Finding.warn(
                    SUBJECT,
                    OFFSETS_RETENTION + " cannot be read, which needs DescribeConfigs of the cluster: it should be as"
                            + " long as topic " + images() + " keeps images",
                    AccessCheck.allow(broker, " --operation DescribeConfigs", "--cluster")));
        }
    }

    private Finding offsetsRetention(long minutes) {
        long images = Long.parseLong(broker.topics().config(images(), TopicConfig.RETENTION_MS_CONFIG));
        if (images >= 0 && images / MINUTE_MILLIS <= minutes) {
            return Finding.ok(SUBJECT, OFFSETS_RETENTION + "=" + minutes + ", as long as images are kept");
        }
        String kept = images < 0 ? "for ever" : images / MINUTE_MILLIS + " minutes";
        String wanted = images < 0 ? "525600" : String.valueOf((images + MINUTE_MILLIS - 1) / MINUTE_MILLIS);
        return Finding.warn(
                SUBJECT,
                OFFSETS_RETENTION + "=" + minutes + " is shorter than topic " + images() + " keeps images (" + kept
                        + "): a streamer that is away for longer classifies all of them again",
                "echo '" + OFFSETS_RETENTION + "=" + wanted + "' >> config/server.properties"
                        + "  # on each broker, then restart it");
    }

    private String images() {
        return broker.config().topics().images();
    }

    private String setting(String key) {
        String id = broker.get(broker.admin().describeCluster().nodes())
                .iterator()
                .next()
                .idString();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, id);
        Map<ConfigResource, org.apache.kafka.clients.admin.Config> answer =
                broker.get(broker.admin().describeConfigs(List.of(resource)).all());
        return answer.values().iterator().next().get(key).value();
    }
}
