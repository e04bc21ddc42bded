package io.odradek.streamer.check;

import io.odradek.streamer.config.TopicNames;
import io.odradek.streamer.topics.Answers;
import io.odradek.streamer.topics.Finding;
import io.odradek.streamer.topics.TopicCommands;
import io.odradek.streamer.topics.TopicConditions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
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

/** What this user may do, as far as the broker tells; the commands name the user only where that is known here. */
record AccessCheck(Broker broker) {
    /** Whether the broker refuses anybody anything. */
    List<Finding> authorizer() {
        try {
            Answers.await(broker.admin().describeAcls(AclBindingFilter.ANY).values());
            return List.of(Finding.ok("access", "the broker has an authorizer"));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SecurityDisabledException) {
                return List.of(Finding.ok("access", "the broker has no authorizer: everybody may do everything"));
            }
            if (e.getCause() instanceof AuthorizationException) {
                return List.of(
                        Finding.ok("access", "the broker has an authorizer, which does not show its rules to us"));
            }
            throw Answers.failure(e, broker.config().bootstrapServers());
        }
    }

    /** Each topic allows what the streamer does with it. */
    List<Finding> topic(String topic) {
        Set<AclOperation> needed = needed(topic);
        KafkaFuture<Set<AclOperation>> allowed = broker.admin()
                .describeTopics(List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .allTopicNames()
                .thenApply(all -> all.values().iterator().next().authorizedOperations());
        try {
            return List.of(verdict(TopicConditions.subject(topic), needed, Answers.await(allowed), "--topic " + topic));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return List.of(verdict(TopicConditions.subject(topic), needed, Set.of(), "--topic " + topic));
            }
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return List.of();
            }
            throw Answers.failure(e, broker.config().bootstrapServers());
        }
    }

    /** The consumer group allows what the streamer does with it. */
    List<Finding> group() {
        try {
            return List.of(group(broker.admin()
                    .describeConsumerGroups(
                            List.of(groupId()), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                    .all()
                    .thenApply(all -> all.values().iterator().next().authorizedOperations())));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw Answers.failure(e, broker.config().bootstrapServers());
            }
        }
        return List.of(streamsGroup());
    }

    /** With {@code group.protocol=streams} it is a group of another kind. */
    private Finding streamsGroup() {
        try {
            return group(broker.admin()
                    .describeStreamsGroups(
                            List.of(groupId()), new DescribeStreamsGroupsOptions().includeAuthorizedOperations(true))
                    .all()
                    .thenApply(all -> all.values().iterator().next().authorizedOperations()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException
                    || e.getCause() instanceof UnsupportedVersionException) {
                return Finding.ok(
                        "group " + groupId(), "may be described; whether it may be joined shows when it exists");
            }
            throw Answers.failure(e, broker.config().bootstrapServers());
        }
    }

    private Finding group(KafkaFuture<Set<AclOperation>> allowed) throws ExecutionException {
        Set<AclOperation> needed = EnumSet.of(AclOperation.DESCRIBE, AclOperation.READ);
        String subject = "group " + groupId();
        try {
            return verdict(subject, needed, Answers.await(allowed), "--group " + groupId());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return verdict(subject, needed, Set.of(), "--group " + groupId());
            }
            throw e;
        }
    }

    private String groupId() {
        return broker.config().applicationId();
    }

    /** Exactly-once writes under transactional ids that begin with the application id. */
    List<Finding> transactions() {
        if (!broker.config().exactlyOnce()) {
            return List.of();
        }
        String prefix = broker.config().applicationId();
        String subject = "transactions " + prefix + "-*";
        try {
            Answers.await(broker.admin()
                    .describeTransactions(List.of(prefix + "-check"))
                    .all());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return List.of(verdict(
                        subject,
                        EnumSet.of(AclOperation.WRITE, AclOperation.DESCRIBE),
                        Set.of(),
                        "--transactional-id " + prefix + " --resource-pattern-type prefixed"));
            }
            if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
                throw Answers.failure(e, broker.config().bootstrapServers());
            }
        }
        return List.of(Finding.ok(subject, "may be described; whether they may be written shows when it runs"));
    }

    /** The streamer reads the settings of the topics that must fit together; the status topic is not among them. */
    private Set<AclOperation> needed(String topic) {
        TopicNames names = broker.config().topics();
        boolean isRead = names.images().contains(topic) || topic.equals(names.models());
        Set<AclOperation> needed = EnumSet.of(AclOperation.DESCRIBE, isRead ? AclOperation.READ : AclOperation.WRITE);
        if (!topic.equals(names.status())) {
            needed.add(AclOperation.DESCRIBE_CONFIGS);
        }
        return needed;
    }

    private Finding verdict(String subject, Set<AclOperation> needed, Set<AclOperation> allowed, String resource) {
        Set<AclOperation> missing = EnumSet.copyOf(needed);
        if (allowed != null) {
            missing.removeAll(allowed);
        }
        if (missing.isEmpty()) {
            return Finding.ok(subject, "allows " + names(needed));
        }
        if (missing.contains(AclOperation.READ) || missing.contains(AclOperation.WRITE)) {
            // It comes with them.
            missing.remove(AclOperation.DESCRIBE);
        }
        String operations = missing.stream().map(o -> "--operation " + name(o)).collect(Collectors.joining(" "));
        return Finding.fail(subject, "does not allow " + names(missing), allow(broker, operations, resource));
    }

    /** The command that gives this user a right. */
    static String allow(Broker broker, String operations, String resource) {
        String principal = TopicCommands.isSecured(broker.config()) ? "User:NAME" : "User:ANONYMOUS";
        return broker.commands().allow(principal, operations, resource);
    }

    private static String names(Set<AclOperation> operations) {
        return operations.stream().map(AccessCheck::name).collect(Collectors.joining(", "));
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
