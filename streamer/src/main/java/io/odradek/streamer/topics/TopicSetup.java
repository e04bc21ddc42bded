package io.odradek.streamer.topics;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Checks the topics before the first record flows, and creates the missing ones when that is allowed. Each complaint
 * names the topic and the command that mends it.
 */
public final class TopicSetup {
    private final StreamerConfig config;
    private final TopicAdmin admin;

    /** Does nothing yet. */
    public TopicSetup(StreamerConfig config, TopicAdmin admin) {
        this.config = config;
        this.admin = admin;
    }

    /**
     * Checks, and creates where allowed.
     *
     * @return what the images topic allows
     * @throws StreamerException says what is wrong and how to mend it
     */
    public ImagesTopics prepare() {
        AccessRules rules = admin.access(config);
        rules.require(rules.missing());
        TopicConditions conditions = new TopicConditions(config, admin);
        Map<String, NewTopic> missing = conditions.missing();
        if (!missing.isEmpty()) {
            if (!config.creation().enabled()) {
                throw TopicCommands.of(config).missing(missing.values());
            }
            create(missing);
            conditions = new TopicConditions(config, admin);
        }
        requireRight(conditions);
        return conditions.images();
    }

    /**
     * Creates what is missing, whatever the setting says and whoever we are: who creates topics need not be who reads and
     * writes them. Then checks all of them.
     *
     * @return the number of partitions of each topic, and whether it was created now
     * @throws StreamerException says what is wrong and how to mend it
     */
    public Map<String, Prepared> createMissing() {
        Set<String> missing = Set.of();
        TopicConditions conditions = new TopicConditions(config, admin);
        if (!conditions.missing().isEmpty()) {
            missing = conditions.missing().keySet();
            create(conditions.missing());
            conditions = new TopicConditions(config, admin);
        }
        requireRight(conditions);
        Map<String, Prepared> prepared = new LinkedHashMap<>();
        for (String topic : TopicConditions.names(config)) {
            prepared.put(topic, new Prepared(conditions.partitions().getOrDefault(topic, 0), missing.contains(topic)));
        }
        return prepared;
    }

    /**
     * A topic that is there.
     *
     * @param partitions how many
     * @param created whether it was not there before
     */
    public record Prepared(int partitions, boolean created) {}

    private static void requireRight(TopicConditions conditions) {
        conditions.all().stream().filter(Finding::failed).findFirst().ifPresent(finding -> {
            throw new StreamerException(finding.what() + ":\n  " + finding.fix());
        });
    }

    private void create(Map<String, NewTopic> missing) {
        try {
            admin.create(missing.values());
        } catch (StreamerException e) {
            throw admin.access(config).notMade(e, missing.keySet());
        }
    }
}
