package io.odradek.streamer.topics;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import java.util.Map;
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
        TopicConditions conditions = new TopicConditions(config, admin);
        Map<String, NewTopic> missing = conditions.missing();
        if (!missing.isEmpty()) {
            create(missing);
            conditions = new TopicConditions(config, admin);
        }
        conditions.all().stream().filter(Finding::failed).findFirst().ifPresent(finding -> {
            throw new StreamerException(finding.what() + ":\n  " + finding.fix());
        });
        return conditions.images();
    }

    private void create(Map<String, NewTopic> missing) {
        if (!config.creation().enabled()) {
            TopicCommands commands = TopicCommands.of(config);
            StringBuilder message = new StringBuilder("missing topics: ");
            message.append(String.join(", ", missing.keySet()));
            message.append(". Create them, or start with ")
                    .append(Setting.CREATE_TOPICS.option())
                    .append(":");
            missing.values().forEach(topic -> message.append("\n  ").append(commands.create(topic)));
            throw new StreamerException(message.toString());
        }
        admin.create(missing.values());
    }
}
