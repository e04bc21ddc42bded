package io.odradek.streamer.check;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.topics.AccessRules;
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
    private final Guard guard;

    /** Does not connect. */
    public Check(StreamerConfig config, Consumer<Finding> sink) {
        this.config = config;
        this.sink = sink;
        this.guard = new Guard(sink);
    }

    /** Runs all checks. Without a broker there is one finding: nothing else can be looked at. */
    public void run() {
        KafkaClients clients = new KafkaClients(config);
        try {
            Reachability.await(clients.adminSettings(), CONNECT);
        } catch (ConfigException | StreamerException e) {
            sink.accept(Finding.fail("broker", e.getMessage() + "; all else needs it", ""));
            return;
        }
        try (Admin admin = clients.admin();
                TopicAdmin topics = new TopicAdmin(clients.bootstrapServers(), clients.adminSettings())) {
            Broker broker = new Broker(config, admin, topics);
            if (guard.run("broker", new BrokerCheck(broker)::cluster)) {
                access(broker);
                guard.run("topics", () -> {
                    topics(broker);
                    return List.of();
                });
                config.routes()
                        .models()
                        .forEach(name -> guard.run("model " + name, new ModelCheck(config, name)::inForce));
            }
        }
    }

    private void access(Broker broker) {
        AccessRules access = broker.access();
        guard.run("access", access::authorizer);
        for (String topic : TopicConditions.names(config)) {
            guard.run(TopicConditions.subject(topic), () -> access.topic(topic));
        }
        guard.run("group " + config.applicationId(), access::group);
        guard.run("transactions", access::transactions);
    }

    private void topics(Broker broker) {
        List<String> visible = visible(broker);
        TopicConditions conditions = new TopicConditions(config, broker.topics(), visible);
        TopicCheck check = new TopicCheck(broker, conditions, visible);
        guard.run("topics", check::existence);
        guard.run("partitions", conditions::partitionCounts);
        guard.run("partitions", conditions::modelsPartition);
        guard.run("record sizes", conditions::room);
        guard.run("record sizes", check::modelRoom);
        guard.run("timestamps", conditions::timestamps);
        guard.run("compaction", conditions::compaction);
        guard.run("compaction", check::expiry);
        guard.run("retention", check::retention);
        guard.run("replication", check::replication);
        List<String> images = config.topics().images().stream()
                .filter(conditions.partitions()::containsKey)
                .toList();
        images.forEach(topic -> guard.run("broker", () -> new BrokerCheck(broker).offsetsRetention(topic)));
        String group = "group " + config.applicationId();
        images.stream().limit(1).forEach(topic -> guard.run(group, new GroupCheck(broker, topic, 0)::membership));
        images.forEach(topic -> guard.run(
                group, new GroupCheck(broker, topic, conditions.partitions().getOrDefault(topic, 0))::progress));
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
}
