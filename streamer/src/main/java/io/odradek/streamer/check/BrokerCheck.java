package io.odradek.streamer.check;

import io.odradek.streamer.topics.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

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
        String images = broker.config().topics().images();
        if (broker.topics().partitions(List.of(images)).isEmpty()) {
            return List.of();
        }
        long minutes = Long.parseLong(setting(OFFSETS_RETENTION));
        long retention = Long.parseLong(broker.topics().config(images, TopicConfig.RETENTION_MS_CONFIG));
        List<Finding> findings = new ArrayList<>();
        if (retention < 0 || retention / MINUTE_MILLIS > minutes) {
            String wanted = retention < 0 ? "525600" : String.valueOf((retention + MINUTE_MILLIS - 1) / MINUTE_MILLIS);
            findings.add(Finding.warn(
                    SUBJECT,
                    OFFSETS_RETENTION + "=" + minutes + " is shorter than topic " + images + " keeps images ("
                            + (retention < 0 ? "for ever" : retention / MINUTE_MILLIS + " minutes")
                            + "): a streamer that is away for longer classifies all of them again",
                    "echo '" + OFFSETS_RETENTION + "=" + wanted + "' >> config/server.properties"
                            + "  # on each broker, then restart it"));
        } else {
            findings.add(Finding.ok(SUBJECT, OFFSETS_RETENTION + "=" + minutes + ", as long as images are kept"));
        }
        return findings;
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
