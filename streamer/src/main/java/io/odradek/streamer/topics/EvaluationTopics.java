package io.odradek.streamer.topics;

import io.odradek.streamer.config.EvaluationSettings;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * The topics of {@code streamer evaluate}: checked before the first record is read, and the missing ones created when that
 * is allowed. The predictions are the streamer's, which creates them.
 */
public final class EvaluationTopics {
    /** Windows that are older are deleted from the evaluations: 30 days, in milliseconds. */
    private static final String KEPT_MILLIS = "2592000000";

    private final StreamerConfig config;
    private final EvaluationSettings evaluation;
    private final TopicAdmin admin;

    /**
     * What is there.
     *
     * @param predictions partitions of the predictions
     * @param labels partitions of the labels
     * @param deadLetterBytes the largest record that the topic of dead letters takes
     */
    public record Prepared(int predictions, int labels, int deadLetterBytes) {}

    /** Does nothing yet; the configuration is that for the evaluation. */
    public EvaluationTopics(StreamerConfig config, TopicAdmin admin) {
        this.config = config;
        this.evaluation = config.evaluation();
        this.admin = admin;
    }

    /**
     * Checks, and creates where allowed.
     *
     * @throws StreamerException says what is wrong and how to mend it
     */
    public Prepared prepare() {
        requireRights();
        List<String> names = new ArrayList<>(evaluation.topics());
        names.add(config.topics().predictions());
        Map<String, Integer> partitions = admin.partitions(names);
        if (!partitions.containsKey(config.topics().predictions())) {
            throw new StreamerException("there is no topic " + config.topics().predictions() + " at "
                    + config.bootstrapServers() + " (" + Setting.PREDICTIONS_TOPIC.key()
                    + "): create it with 'streamer topics create', or start a streamer with --create-topics");
        }
        List<NewTopic> missing = wanted().stream()
                .filter(topic -> !partitions.containsKey(topic.name()))
                .toList();
        if (!missing.isEmpty()) {
            create(missing);
        }
        Map<String, Integer> all = missing.isEmpty() ? partitions : admin.partitions(names);
        return new Prepared(
                all.getOrDefault(config.topics().predictions(), 1),
                all.getOrDefault(evaluation.labels(), 1),
                Integer.parseInt(admin.config(evaluation.deadLetters(), TopicConfig.MAX_MESSAGE_BYTES_CONFIG)));
    }

    private List<NewTopic> wanted() {
        return List.of(
                topic(evaluation.labels(), config.creation().partitions()),
                topic(evaluation.deadLetters(), config.creation().partitions()),
                topic(evaluation.evaluations(), 1)
                        .configs(Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
                                TopicConfig.RETENTION_MS_CONFIG,
                                KEPT_MILLIS)));
    }

    private NewTopic topic(String name, int partitions) {
        short replication = config.creation().replication();
        return new NewTopic(
                        name, Optional.of(partitions), replication < 0 ? Optional.empty() : Optional.of(replication))
                .configs(Map.of());
    }

    private void create(List<NewTopic> missing) {
        if (!config.creation().enabled()) {
            TopicCommands commands = TopicCommands.of(config);
            throw new StreamerException("missing topics: "
                    + missing.stream().map(NewTopic::name).collect(Collectors.joining(", "))
                    + ". Create them, or start with " + Setting.CREATE_TOPICS.option() + ":"
                    + missing.stream()
                            .map(topic -> "\n  " + commands.create(topic))
                            .collect(Collectors.joining()));
        }
        try {
            admin.create(missing);
        } catch (StreamerException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            AccessRules rules = admin.access(config);
            throw new StreamerException(
                    e.getMessage() + "; allow it:\n  "
                            + missing.stream()
                                    .map(topic -> rules.allow("--operation Create", "--topic " + topic.name()))
                                    .collect(Collectors.joining("\n  ")),
                    e);
        }
    }

    /** All at once: who is refused one thing after another starts often. */
    private void requireRights() {
        AccessRules rules = admin.access(config);
        List<Finding> findings = new ArrayList<>();
        Set<AclOperation> read = EnumSet.of(AclOperation.DESCRIBE, AclOperation.READ);
        Set<AclOperation> write = EnumSet.of(AclOperation.DESCRIBE, AclOperation.WRITE);
        findings.addAll(rules.topic(config.topics().predictions(), read));
        findings.addAll(rules.topic(evaluation.labels(), read));
        findings.addAll(rules.topic(
                evaluation.deadLetters(),
                EnumSet.of(AclOperation.DESCRIBE, AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS)));
        findings.addAll(rules.topic(evaluation.evaluations(), write));
        findings.addAll(rules.group());
        findings.addAll(rules.transactions());
        List<Finding> missing = findings.stream().filter(Finding::failed).toList();
        if (!missing.isEmpty()) {
            throw new StreamerException(rules.principal() + " lacks rights in Kafka: "
                    + missing.stream().map(f -> f.subject() + " " + f.what()).collect(Collectors.joining("; "))
                    + ":\n  "
                    + missing.stream().map(Finding::fix).collect(Collectors.joining("\n  ")));
        }
    }
}
