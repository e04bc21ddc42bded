package io.odradek.streamer.topics;

import io.odradek.streamer.config.EvaluationSettings;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics of {@code streamer evaluate}: checked before the first record is read, and the missing ones created when that
 * is allowed. The predictions are the streamer's, which creates them.
 */
public final class EvaluationTopics {
    /** Of an evaluation's record, the most. */
    public static final int RECORD_BYTES = 1_000_000;

    /** Windows that are older are deleted from the evaluations: 30 days, in milliseconds. */
    private static final String KEPT_MILLIS = "2592000000";

    private final StreamerConfig config;
    private final EvaluationSettings evaluation;
    private final TopicAdmin admin;
    private final List<String> own;

    /**
     * What is there.
     *
     * @param own partitions of the application's own topics: those that they have, else as many as the predictions have
     * @param predictions partitions of the predictions
     * @param labels partitions of the labels
     * @param deadLetterBytes the largest record that the topic of dead letters takes
     * @param deadLetterAge milliseconds that a record's timestamp may be behind the time there, at most
     */
    public record Prepared(int own, int predictions, int labels, int deadLetterBytes, long deadLetterAge) {}

    /**
     * Does nothing yet.
     *
     * @param config for the evaluation
     * @param own the topics that Kafka Streams makes for the application
     */
    public EvaluationTopics(StreamerConfig config, TopicAdmin admin, List<String> own) {
        this.own = List.copyOf(own);
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
        Map<String, Integer> partitions = partitions();
        List<NewTopic> missing = missing(partitions);
        if (!missing.isEmpty()) {
            if (!config.creation().enabled()) {
                throw TopicCommands.of(config).missing(missing);
            }
            create(missing);
        }
        Map<String, Integer> all = missing.isEmpty() ? partitions : partitions();
        requireFit();
        int predictions = all.getOrDefault(config.topics().predictions(), 1);
        return new Prepared(
                own.stream().map(all::get).filter(Objects::nonNull).findFirst().orElse(predictions),
                predictions,
                all.getOrDefault(evaluation.labels(), 1),
                Integer.parseInt(admin.config(evaluation.deadLetters(), TopicConfig.MAX_MESSAGE_BYTES_CONFIG)),
                Long.parseLong(
                        admin.config(evaluation.deadLetters(), TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG)));
    }

    /**
     * Creates what is missing, whatever the setting says and whoever we are: who creates topics need not be who reads and
     * writes them. Then checks them. Kafka Streams creates the topics that are the application's own.
     *
     * @return the number of partitions of each topic, and whether it was created now
     * @throws StreamerException says what is wrong and how to mend it
     */
    public Map<String, TopicSetup.Prepared> createMissing() {
        List<NewTopic> missing = missing(partitions());
        if (!missing.isEmpty()) {
            create(missing);
        }
        requireFit();
        Set<String> created = missing.stream().map(NewTopic::name).collect(Collectors.toSet());
        Map<String, Integer> partitions = partitions();
        Map<String, TopicSetup.Prepared> prepared = new LinkedHashMap<>();
        for (NewTopic topic : wanted()) {
            String name = topic.name();
            prepared.put(name, new TopicSetup.Prepared(partitions.getOrDefault(name, 0), created.contains(name)));
        }
        return prepared;
    }

    private Map<String, Integer> partitions() {
        List<String> names = new ArrayList<>(evaluation.topics());
        names.add(config.topics().predictions());
        names.addAll(own);
        return admin.partitions(names);
    }

    private List<NewTopic> missing(Map<String, Integer> partitions) {
        if (!partitions.containsKey(config.topics().predictions())) {
            throw new StreamerException("there is no topic " + config.topics().predictions() + " at "
                    + config.bootstrapServers() + " (" + Setting.PREDICTIONS_TOPIC.key()
                    + "): create it with 'streamer topics create', or start a streamer with --create-topics");
        }
        return wanted().stream()
                .filter(topic -> !partitions.containsKey(topic.name()))
                .toList();
    }

    /** An evaluation that its topic refuses would stop the service, and again at each start. */
    private void requireFit() {
        TopicCommands commands = TopicCommands.of(config);
        String topic = evaluation.evaluations();
        String bytes = admin.config(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        if (Integer.parseInt(bytes) < RECORD_BYTES) {
            throw new StreamerException("topic " + topic + " takes records of " + bytes
                    + " bytes, an evaluation has at most "
                    + RECORD_BYTES + ":\n  "
                    + commands.alter(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(RECORD_BYTES)));
        }
        String policy = admin.config(topic, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (!List.of(policy.split(",", -1)).contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new StreamerException("topic " + topic + " has " + TopicConfig.CLEANUP_POLICY_CONFIG + "=" + policy
                    + ", allowed: with " + TopicConfig.CLEANUP_POLICY_COMPACT
                    + ", since each window is written again and again:\n  "
                    + commands.alter(topic, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        }
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
        try {
            admin.create(missing);
        } catch (StreamerException e) {
            throw admin.access(config)
                    .notMade(e, missing.stream().map(NewTopic::name).toList());
        }
    }

    private void requireRights() {
        AccessRules rules = admin.access(config);
        List<Finding> findings = new ArrayList<>();
        Set<AclOperation> read = EnumSet.of(AclOperation.DESCRIBE, AclOperation.READ);
        Set<AclOperation> write = EnumSet.of(AclOperation.DESCRIBE, AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS);
        findings.addAll(rules.topic(config.topics().predictions(), read));
        findings.addAll(rules.topic(evaluation.labels(), read));
        if (config.model().path() == null) {
            findings.addAll(rules.topic(config.topics().models(), read));
        }
        findings.addAll(rules.topic(evaluation.deadLetters(), write));
        findings.addAll(rules.topic(evaluation.evaluations(), write));
        findings.addAll(rules.ownTopics(own));
        findings.addAll(rules.group());
        findings.addAll(rules.transactions());
        rules.require(findings);
    }
}
