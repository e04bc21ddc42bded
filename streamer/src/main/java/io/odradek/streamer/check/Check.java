package io.odradek.streamer.check;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.topics.Answers;
import io.odradek.streamer.topics.Finding;
import io.odradek.streamer.topics.KafkaClients;
import io.odradek.streamer.topics.Reachability;
import io.odradek.streamer.topics.TopicAdmin;
import io.odradek.streamer.topics.TopicConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Runs every check, also after one has failed, and gives each finding to a sink as soon as it is there. Changes nothing on
 * the broker.
 */
public final class Check {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final StreamerConfig config;
    private final Consumer<Finding> sink;

    /** Does not connect. */
    public Check(StreamerConfig config, Consumer<Finding> sink) {
        this.config = config;
        this.sink = sink;
    }

    /** Runs all checks. Without a broker there is one finding: nothing else can be looked at. */
    public void run() {
        try {
            Reachability.await(config.bootstrapServers(), CONNECT);
        } catch (StreamerException e) {
            sink.accept(Finding.fail("broker", e.getMessage() + "; all else needs it", ""));
            return;
        }
        KafkaClients clients = new KafkaClients(config);
        try (Admin admin = clients.admin();
                TopicAdmin topics = new TopicAdmin(clients.bootstrapServers(), clients.adminSettings())) {
            Broker broker = new Broker(config, admin, topics);
            if (guard("broker", new BrokerCheck(broker)::cluster)) {
                access(broker);
                topics(broker);
                guard("model " + config.model().name(), new ModelCheck(config)::inForce);
            }
        }
    }

    private void access(Broker broker) {
        AccessCheck access = new AccessCheck(broker);
        guard("access", access::authorizer);
        for (String topic : TopicConditions.names(config)) {
            guard(TopicConditions.subject(topic), () -> access.topic(topic));
        }
        guard("cluster", access::creation);
        guard("group " + config.applicationId(), access::group);
        guard("transactions", access::transactions);
    }

    private void topics(Broker broker) {
        List<String> visible = visible(broker);
        TopicConditions conditions = new TopicConditions(config, broker.topics(), visible);
        TopicCheck check = new TopicCheck(broker, conditions, visible);
        guard("topics", check::existence);
        guard("partitions", conditions::partitionCounts);
        guard("partitions", conditions::modelsPartition);
        guard("record sizes", conditions::room);
        guard("record sizes", check::modelRoom);
        guard("timestamps", conditions::timestamps);
        guard("compaction", conditions::compaction);
        guard("compaction", check::expiry);
        guard("retention", check::retention);
        guard("replication", check::replication);
        String images = config.topics().images();
        if (conditions.partitions().containsKey(images)) {
            int partitions = conditions.partitions().getOrDefault(images, 0);
            guard("broker", new BrokerCheck(broker)::offsetsRetention);
            guard("group " + config.applicationId(), new GroupCheck(broker, partitions)::progress);
        }
    }

    /** The topics that we may describe: about the others, the access checks have said what is missing. */
    private List<String> visible(Broker broker) {
        List<String> visible = new ArrayList<>();
        for (String topic : TopicConditions.names(config)) {
            try {
                Answers.await(broker.admin().describeTopics(List.of(topic)).allTopicNames());
                visible.add(topic);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof AuthorizationException)) {
                    visible.add(topic);
                }
            }
        }
        return visible;
    }

    /** Runs one check; a refusal by the broker is a finding too. @return whether the check could be made */
    private boolean guard(String subject, Supplier<List<Finding>> check) {
        try {
            check.get().forEach(sink);
            return true;
        } catch (StreamerException e) {
            sink.accept(Finding.fail(subject, "cannot be checked: " + e.getMessage(), ""));
            return false;
        }
    }
}
