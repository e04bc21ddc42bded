package io.odradek.streamer.check;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.config.TopicNames;
import io.odradek.streamer.topics.Answers;
import io.odradek.streamer.topics.Finding;
import io.odradek.streamer.topics.TopicCommands;
import io.odradek.streamer.topics.TopicConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * The topics: whether they are there, and how long and how safely they keep what they get.
 *
 * @param visible the topics that may be described
 */
record TopicCheck(Broker broker, TopicConditions conditions, List<String> visible) {
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    /** Each topic exists, or can be created where the streamer shall do that. */
    List<Finding> existence() {
        Map<String, NewTopic> missing = conditions.missing();
        List<Finding> findings = new ArrayList<>();
        for (String topic : visible) {
            NewTopic wanted = missing.get(topic);
            findings.add(
                    wanted == null
                            ? Finding.ok(
                                    TopicConditions.subject(topic),
                                    "exists, " + conditions.partitions().get(topic) + " partition(s)")
                            : missing(wanted));
        }
        return findings;
    }

    private Finding missing(NewTopic wanted) {
        String subject = TopicConditions.subject(wanted.name());
        if (!broker.config().creation().enabled()) {
            return Finding.fail(subject, "is missing", broker.commands().create(wanted));
        }
        try {
            // The broker tells who may create it, by a rule about the cluster or about the topic.
            Answers.await(broker.admin()
                    .createTopics(List.of(wanted), new CreateTopicsOptions().validateOnly(true))
                    .all());
            return Finding.ok(subject, "is missing, the streamer will create it");
        } catch (ExecutionException e) {
            return e.getCause() instanceof AuthorizationException
                    ? Finding.fail(
                            subject,
                            "is missing, and may not be created by the streamer",
                            broker.access().allow("--operation Create", "--topic " + wanted.name()))
                    : Finding.fail(
                            subject,
                            "is missing, and cannot be created: "
                                    + Answers.failure(e, broker.config().bootstrapServers())
                                            .getMessage(),
                            broker.commands().create(wanted));
        }
    }

    /** The models topic takes the largest model that is admitted. */
    List<Finding> modelRoom() {
        String models = topics().models();
        if (!exists(models)) {
            return List.of();
        }
        int needed = conditions.modelBytes();
        int allowed = (int) number(models, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        return List.of(
                allowed >= needed
                        ? Finding.ok(TopicConditions.subject(models), "takes records of " + allowed + " bytes")
                        : Finding.warn(
                                TopicConditions.subject(models),
                                "takes records of " + allowed + " bytes, odradek.model.max.bytes allows models of "
                                        + broker.config().model().maxBytes() + ": a larger one cannot be published",
                                alter(models, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, needed)));
    }

    /** Images wait long enough for a streamer that is away, and answers for their readers. */
    List<Finding> retention() {
        List<Finding> findings = new ArrayList<>();
        for (String images : topics().images()) {
            if (exists(images)) {
                findings.addAll(retention(images));
            }
        }
        return findings;
    }

    private List<Finding> retention(String images) {
        List<Finding> findings = new ArrayList<>();
        long millis = number(images, TopicConfig.RETENTION_MS_CONFIG);
        if (millis >= 0 && millis < DAY_MILLIS) {
            findings.add(Finding.warn(
                    TopicConditions.subject(images),
                    "keeps images for " + hours(millis)
                            + ": one that waits longer is lost, as when the streamer is away over night",
                    alter(images, TopicConfig.RETENTION_MS_CONFIG, DAY_MILLIS * 7)));
        } else {
            findings.add(Finding.ok(TopicConditions.subject(images), "keeps images for " + hours(millis)));
        }
        long bytes = number(images, TopicConfig.RETENTION_BYTES_CONFIG);
        if (bytes >= 0) {
            findings.add(Finding.warn(
                    TopicConditions.subject(images),
                    "keeps " + bytes + " bytes a partition: a burst pushes out images that nobody has classified",
                    alter(images, TopicConfig.RETENTION_BYTES_CONFIG, -1)));
        }
        if (exists(topics().predictions())) {
            findings.add(answersRetention(images, millis));
        }
        return findings;
    }

    /** A compacted topic takes no record without key, and keeps one record of each key. */
    List<Finding> expiry() {
        List<Finding> findings = new ArrayList<>();
        List<String> records = new ArrayList<>(topics().images());
        records.add(topics().predictions());
        records.add(topics().deadLetters());
        for (String topic : records) {
            if (exists(topic)
                    && broker.topics()
                            .config(topic, TopicConfig.CLEANUP_POLICY_CONFIG)
                            .contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
                findings.add(Finding.warn(
                        TopicConditions.subject(topic),
                        "is compacted: it refuses records without key, and keeps only the newest of each key; with the"
                                + " command it keeps every record for "
                                + hours(number(topic, TopicConfig.RETENTION_MS_CONFIG)),
                        broker.commands()
                                .alter(topic, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE)));
            }
        }
        return findings;
    }

    /** Each topic survives the loss of a broker. */
    List<Finding> replication() {
        List<Finding> findings = new ArrayList<>();
        for (String topic : visible) {
            if (exists(topic)) {
                findings.add(replication(topic));
            }
        }
        return findings;
    }

    private Finding replication(String topic) {
        TopicDescription description = broker.get(broker.admin()
                .describeTopics(List.of(topic))
                .allTopicNames()
                .thenApply(all -> all.values().iterator().next()));
        int replicas = description.partitions().stream()
                .mapToInt(p -> p.replicas().size())
                .min()
                .orElse(0);
        try {
            long inSync = number(topic, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
            return replication(topic, replicas, inSync, broker.commands());
        } catch (StreamerException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            // The streamer itself need not read the settings of each topic.
            return Finding.ok(
                    TopicConditions.subject(topic),
                    "replication factor " + replicas + ", " + TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG
                            + " may not be read");
        }
    }

    /** The verdict about a topic's replicas. */
    static Finding replication(String topic, int replicas, long inSync, TopicCommands commands) {
        String found = "replication factor " + replicas + ", " + TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG + "=" + inSync;
        String why = replicas < 2
                ? "a broker that is lost takes its records with it"
                : inSync < 2
                        ? "a record can be acknowledged by one broker alone, and be lost with it"
                        : inSync >= replicas ? "nothing can be written while one broker is away" : "";
        if (why.isEmpty()) {
            return Finding.ok(TopicConditions.subject(topic), found);
        }
        // With two replicas, either choice of min.insync.replicas is a bad one.
        String fix = replicas < 3
                ? commands.reassign("three-replicas.json")
                : commands.alter(topic, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
        return Finding.warn(TopicConditions.subject(topic), found + ": " + why, fix);
    }

    private Finding answersRetention(String imagesTopic, long images) {
        String topic = topics().predictions();
        long answers = number(topic, TopicConfig.RETENTION_MS_CONFIG);
        // An answer has its image's timestamp: it expires by the image's age.
        return answers < 0 || (images >= 0 && answers >= images)
                ? Finding.ok(TopicConditions.subject(topic), "keeps predictions for " + hours(answers))
                : Finding.warn(
                        TopicConditions.subject(topic),
                        "keeps predictions for " + hours(answers) + ", topic " + imagesTopic + " images for "
                                + hours(images) + ": the answer to an old image expires at once",
                        alter(topic, TopicConfig.RETENTION_MS_CONFIG, images));
    }

    private TopicNames topics() {
        return broker.config().topics();
    }

    private boolean exists(String topic) {
        return conditions.partitions().containsKey(topic);
    }

    private long number(String topic, String key) {
        return Long.parseLong(broker.topics().config(topic, key));
    }

    private String alter(String topic, String key, long value) {
        return broker.commands().alter(topic, key, String.valueOf(value));
    }

    private static String hours(long millis) {
        return millis < 0
                ? "ever"
                : String.format(
                        java.util.Locale.ROOT,
                        "%.1f hours",
                        millis / (double) Duration.ofHours(1).toMillis());
    }
}
