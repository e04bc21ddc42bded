package io.odradek.streamer.topics;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.config.TopicNames;
import io.odradek.streamer.connection.ClientSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeStreamsGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * What this user must be allowed, and whether it is, as far as the broker tells; the commands name the user where it is
 * known here. Nothing is changed.
 *
 * @param config the streamer's configuration
 * @param admin asks; not closed here
 * @param principal as in {@code User:ana}; {@code User:NAME} where it is not known
 */
public record AccessRules(StreamerConfig config, Admin admin, String principal) {
    /** Named by the settings of the client that asks. */
    static AccessRules of(StreamerConfig config, Admin admin, Map<String, Object> settings) {
        String unnamed = TopicCommands.isSecured(config) ? "User:NAME" : "User:ANONYMOUS";
        return new AccessRules(
                config,
                admin,
                new ClientSettings(settings)
                        .user()
                        .filter(user -> user.matches("[a-zA-Z0-9._@-]+"))
                        .map(user -> "User:" + user)
                        .orElse(unnamed));
    }

    /** What is missing of what the streamer needs to run; a topic that there is not lacks nothing. */
    public List<Finding> missing() {
        List<Finding> all = new ArrayList<>();
        TopicConditions.names(config).forEach(topic -> all.addAll(topic(topic)));
        all.addAll(group());
        all.addAll(transactions());
        return all.stream().filter(Finding::failed).toList();
    }

    /** All at once: who is refused one thing after another starts often. @throws StreamerException when any of them failed */
    void require(List<Finding> findings) {
        List<Finding> missing = findings.stream().filter(Finding::failed).toList();
        if (!missing.isEmpty()) {
            throw new StreamerException(principal + " lacks rights in Kafka: "
                    + missing.stream().map(f -> f.subject() + " " + f.what()).collect(Collectors.joining("; "))
                    + ":\n  "
                    + missing.stream().map(Finding::fix).collect(Collectors.joining("\n  ")));
        }
    }

    /** Why topics were not made, with the rules that would allow it where that is the reason. */
    StreamerException notMade(StreamerException failure, Collection<String> names) {
        if (!(failure.getCause() instanceof AuthorizationException)) {
            return failure;
        }
        return new StreamerException(
                failure.getMessage() + "; allow it:\n  "
                        + names.stream()
                                .map(topic -> allow("--operation Create", "--topic " + topic))
                                .collect(Collectors.joining("\n  ")),
                failure);
    }

    /** Whether the broker refuses anybody anything. */
    public List<Finding> authorizer() {
        try {
            Answers.await(admin.describeAcls(AclBindingFilter.ANY).values());
            return List.of(Finding.ok("access", "the broker has an authorizer"));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SecurityDisabledException) {
                return List.of(Finding.ok("access", "the broker has no authorizer: everybody may do everything"));
            }
            if (e.getCause() instanceof AuthorizationException) {
                return List.of(
                        Finding.ok("access", "the broker has an authorizer, which does not show its rules to us"));
            }
            throw Answers.failure(e, config.bootstrapServers());
        }
    }

    /** Each topic allows what the streamer does with it. */
    public List<Finding> topic(String topic) {
        return topic(topic, needed(topic));
    }

    /** The topic allows these operations; one that there is not lacks nothing. */
    public List<Finding> topic(String topic, Set<AclOperation> needed) {
        return topic(topic, needed, TopicConditions.subject(topic), "--topic " + topic);
    }

    /** The topics that Kafka Streams makes for the application may be made and used. */
    public List<Finding> ownTopics(List<String> topics) {
        String prefix = config.applicationId() + "-";
        Set<AclOperation> needed = EnumSet.of(
                AclOperation.DESCRIBE,
                AclOperation.CREATE,
                AclOperation.READ,
                AclOperation.WRITE,
                AclOperation.DELETE,
                AclOperation.DESCRIBE_CONFIGS);
        return topics.stream()
                .flatMap(topic -> topic(
                        topic,
                        needed,
                        "topics " + prefix + "*",
                        "--topic " + prefix + " --resource-pattern-type prefixed")
                        .stream())
                .distinct()
                .toList();
    }

    private List<Finding> topic(String topic, Set<AclOperation> needed, String subject, String resource) {
        KafkaFuture<Set<AclOperation>> allowed = admin.describeTopics(
                        List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .allTopicNames()
                .thenApply(all -> all.values().iterator().next().authorizedOperations());
        try {
            return List.of(told(subject, needed, Answers.await(allowed), resource));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnsupportedVersionException) {
                return List.of(told(subject, needed, Set.of(), resource));
            }
            if (e.getCause() instanceof AuthorizationException) {
                return List.of(verdict(subject, needed, Set.of(), resource));
            }
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return List.of();
            }
            throw Answers.failure(e, config.bootstrapServers());
        }
    }

    /** The consumer group allows what the streamer does with it. */
    public List<Finding> group() {
        try {
            return List.of(group(admin.describeConsumerGroups(
                            List.of(groupId()), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                    .all()
                    .thenApply(all -> all.values().iterator().next().authorizedOperations())));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw Answers.failure(e, config.bootstrapServers());
            }
        }
        return List.of(streamsGroup());
    }

    /** With {@code group.protocol=streams} it is a group of another kind. */
    private Finding streamsGroup() {
        try {
            return group(admin.describeStreamsGroups(
                            List.of(groupId()), new DescribeStreamsGroupsOptions().includeAuthorizedOperations(true))
                    .all()
                    .thenApply(all -> all.values().iterator().next().authorizedOperations()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException
                    || e.getCause() instanceof UnsupportedVersionException) {
                return Finding.ok(
                        "group " + groupId(), "may be described; whether it may be joined shows when it exists");
            }
            throw Answers.failure(e, config.bootstrapServers());
        }
    }

    private Finding group(KafkaFuture<Set<AclOperation>> allowed) throws ExecutionException {
        Set<AclOperation> needed = EnumSet.of(AclOperation.DESCRIBE, AclOperation.READ);
        String subject = "group " + groupId();
        try {
            return told(subject, needed, Answers.await(allowed), "--group " + groupId());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return verdict(subject, needed, Set.of(), "--group " + groupId());
            }
            throw e;
        }
    }

    private String groupId() {
        return config.applicationId();
    }

    /** Exactly-once writes under transactional ids that begin with the application id. */
    public List<Finding> transactions() {
        if (!config.exactlyOnce()) {
            return List.of();
        }
        String prefix = config.applicationId() + "-";
        String subject = "transactions " + prefix + "*";
        try {
            Answers.await(admin.describeTransactions(List.of(prefix + "check")).all());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return List.of(verdict(
                        subject,
                        EnumSet.of(AclOperation.WRITE, AclOperation.DESCRIBE),
                        Set.of(),
                        "--transactional-id " + prefix + " --resource-pattern-type prefixed"));
            }
            if (e.getCause() instanceof UnsupportedVersionException) {
                return List.of(Finding.ok(subject, "this broker does not tell whether they may be written"));
            }
            if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
                throw Answers.failure(e, config.bootstrapServers());
            }
        }
        return List.of(Finding.ok(subject, "may be described; whether they may be written shows when it runs"));
    }

    /** The streamer reads the settings of the topics that must fit together; those that only tell are not among them. */
    private Set<AclOperation> needed(String topic) {
        TopicNames names = config.topics();
        boolean isRead = names.images().contains(topic) || topic.equals(names.models());
        Set<AclOperation> needed = EnumSet.of(AclOperation.DESCRIBE, isRead ? AclOperation.READ : AclOperation.WRITE);
        if (!topic.equals(names.status()) && !topic.equals(names.latency())) {
            needed.add(AclOperation.DESCRIBE_CONFIGS);
        }
        return needed;
    }

    /**
     * What a description that the broker gave says. One without any right contradicts itself, since describing is one: such
     * a broker does not tell, as old ones do not.
     */
    Finding told(String subject, Set<AclOperation> needed, @Nullable Set<AclOperation> allowed, String resource) {
        return allowed == null || allowed.isEmpty()
                ? Finding.ok(subject, "the broker does not tell what is allowed")
                : verdict(subject, needed, allowed, resource);
    }

    private Finding verdict(String subject, Set<AclOperation> needed, Set<AclOperation> allowed, String resource) {
        Set<AclOperation> missing = EnumSet.copyOf(needed);
        missing.removeAll(allowed);
        if (missing.isEmpty()) {
            return Finding.ok(subject, "allows " + names(needed));
        }
        if (missing.contains(AclOperation.READ) || missing.contains(AclOperation.WRITE)) {
            // It comes with them.
            missing.remove(AclOperation.DESCRIBE);
        }
        String operations = missing.stream().map(o -> "--operation " + name(o)).collect(Collectors.joining(" "));
        return Finding.fail(subject, "does not allow " + names(missing), allow(operations, resource));
    }

    /** The command that gives this user a right. */
    public String allow(String operations, String resource) {
        return TopicCommands.of(config).allow(principal, operations, resource);
    }

    private static String names(Set<AclOperation> operations) {
        return operations.stream().map(AccessRules::name).collect(Collectors.joining(", "));
    }

    /** As kafka-acls.sh writes it: {@code DescribeConfigs}. */
    private static String name(AclOperation operation) {
        List<String> words = new ArrayList<>();
        for (String word : operation.name().split("_", -1)) {
            words.add(word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT));
        }
        return String.join("", words);
    }
}
