package io.odradek.streamer.topics;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.AuthorizationException;

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
        requireRights();
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
        try {
            admin.create(missing.values());
        } catch (StreamerException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            AccessRules rules = admin.access(config);
            throw new StreamerException(
                    e.getMessage() + ", which " + Setting.CREATE_TOPICS.option() + " needs:\n  "
                            + missing.keySet().stream()
                                    .map(topic -> rules.allow("--operation Create", "--topic " + topic))
                                    .collect(Collectors.joining("\n  ")),
                    e);
        }
    }

    /** All at once: who is refused one thing after another starts often. */
    private void requireRights() {
        AccessRules rules = admin.access(config);
        List<Finding> missing = rules.missing();
        if (!missing.isEmpty()) {
            throw new StreamerException(rules.principal() + " lacks rights in Kafka: "
                    + missing.stream().map(f -> f.subject() + " " + f.what()).collect(Collectors.joining("; "))
                    + ":\n  "
                    + missing.stream().map(Finding::fix).collect(Collectors.joining("\n  ")));
        }
    }
}
