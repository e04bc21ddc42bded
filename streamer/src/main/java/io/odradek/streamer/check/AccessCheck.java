package io.odradek.streamer.check;

import io.odradek.streamer.config.TopicNames;
import io.odradek.streamer.topics.Answers;
import io.odradek.streamer.topics.Finding;
import io.odradek.streamer.topics.TopicConditions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

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
        Set<AclOperation> needed = EnumSet.of(AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);
        needed.addAll(work(topic));
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
        String group = broker.config().applicationId();
        String subject = "group " + group;
        Set<AclOperation> needed = EnumSet.of(AclOperation.DESCRIBE, AclOperation.READ);
        KafkaFuture<Set<AclOperation>> allowed = broker.admin()
                .describeConsumerGroups(
                        List.of(group), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                .all()
                .thenApply(all -> all.values().iterator().next().authorizedOperations());
        try {
            return List.of(verdict(subject, needed, Answers.await(allowed), "--group " + group));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return List.of(verdict(subject, needed, Set.of(), "--group " + group));
            }
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return List.of(Finding.ok(subject, "may be described; whether it may be joined shows when it exists"));
            }
            throw Answers.failure(e, broker.config().bootstrapServers());
        }
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

    /** Topics can be created, where the streamer shall do that. */
    List<Finding> creation() {
        if (!broker.config().creation().enabled()) {
            return List.of();
        }
        Set<AclOperation> allowed = broker.get(broker.admin()
                .describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true))
                .authorizedOperations());
        return List.of(verdict("cluster", EnumSet.of(AclOperation.CREATE), allowed, "--cluster"));
    }

    private Set<AclOperation> work(String topic) {
        TopicNames names = broker.config().topics();
        Map<String, AclOperation> work = new LinkedHashMap<>();
        work.put(names.images(), AclOperation.READ);
        work.put(names.models(), AclOperation.READ);
        work.put(names.predictions(), AclOperation.WRITE);
        work.put(names.deadLetters(), AclOperation.WRITE);
        work.put(names.status(), AclOperation.WRITE);
        return work.containsKey(topic) ? Set.of(work.getOrDefault(topic, AclOperation.READ)) : Set.of();
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
        String operations = missing.stream().map(o -> " --operation " + name(o)).collect(Collectors.joining());
        return Finding.fail(subject, "does not allow " + names(missing), allow(broker, operations, resource));
    }

    /** The command that gives this user a right. */
    static String allow(Broker broker, String operations, String resource) {
        String protocol = broker.config().kafka().getOrDefault("security.protocol", "PLAINTEXT");
        String principal = protocol.equals("PLAINTEXT") ? "User:ANONYMOUS" : "User:NAME";
        return "kafka-acls.sh --bootstrap-server " + broker.config().bootstrapServers() + " --add --allow-principal "
                + principal + operations + " " + resource;
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
