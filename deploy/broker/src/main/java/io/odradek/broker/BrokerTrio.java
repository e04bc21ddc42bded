package io.odradek.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;

/**
 * Three brokers that are controllers too, each a process: topics have three replicas, of which two must have a record before
 * it is acknowledged. One may be lost at a time. What is noticed after half a minute in production is noticed after six seconds.
 * Not thread-safe.
 */
public final class BrokerTrio implements Broker {
    /** Nodes are 0, 1 and 2 here. */
    public static final int NODES = 3;

    private static final String INSIDE = "INSIDE";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Map<String, String> QUICK = Map.ofEntries(
            Map.entry("default.replication.factor", "3"),
            Map.entry("min.insync.replicas", "2"),
            Map.entry("offsets.topic.replication.factor", "3"),
            Map.entry("offsets.topic.num.partitions", "3"),
            Map.entry("transaction.state.log.replication.factor", "3"),
            Map.entry("transaction.state.log.min.isr", "2"),
            Map.entry("transaction.state.log.num.partitions", "3"),
            Map.entry("share.coordinator.state.topic.replication.factor", "3"),
            Map.entry("share.coordinator.state.topic.min.isr", "2"),
            Map.entry("broker.heartbeat.interval.ms", "500"),
            Map.entry("broker.session.timeout.ms", "6000"),
            Map.entry("replica.lag.time.max.ms", "6000"),
            Map.entry("replica.socket.timeout.ms", "6000"),
            Map.entry("num.network.threads", "1"),
            Map.entry("num.io.threads", "4"));

    private final Path dir;
    private final List<String> gates;
    private final Map<String, String> extra;
    /** By listener and node. */
    private final Map<String, FreePort> ports = new HashMap<>();

    private final Map<String, Integer> advertised = new HashMap<>();
    private final List<BrokerProcess> nodes = new ArrayList<>();

    /**
     * Does not start anything.
     *
     * @param dir gets a directory {@code node-N} for each node; what is in it is kept
     * @param gates names of listeners beside that of {@link #bootstrapServers()}, in capital letters
     * @param extra broker settings that replace the defaults chosen here
     */
    public BrokerTrio(Path dir, List<String> gates, Map<String, String> extra) {
        this.dir = dir;
        this.gates = List.copyOf(gates);
        this.extra = Map.copyOf(extra);
        for (int node = 0; node < NODES; node++) {
            for (String listener : listeners()) {
                ports.put(listener + node, new FreePort());
            }
        }
    }

    private List<String> listeners() {
        List<String> all = new ArrayList<>(List.of("CONTROLLER", INSIDE));
        all.addAll(gates);
        return all;
    }

    /** The port on which a node listens. */
    public int port(String gate, int node) {
        return Objects.requireNonNull(ports.get(gate + node), gate).number();
    }

    /** The port that clients of a gate are told for a node, in place of its own; before the start. */
    public void advertise(String gate, int node, int port) {
        advertised.put(gate + node, port);
    }

    /** Where a node keeps its data, and its log. */
    public Path directory(int node) {
        return dir.resolve("node-" + node);
    }

    /** Starts all three; returns when they are one cluster. */
    public BrokerTrio start() {
        String clusterId = Uuid.randomUuid().toString();
        for (int node = 0; node < NODES; node++) {
            try {
                Files.createDirectories(directory(node).resolve("data"));
            } catch (IOException e) {
                throw new IllegalStateException("cannot make " + directory(node) + ": " + e, e);
            }
            InProcessBroker.format(directory(node).resolve("data"), clusterId, node + 1);
            nodes.add(new BrokerProcess(directory(node), settings(node)));
        }
        nodes.forEach(BrokerProcess::start);
        awaitWhole();
        return this;
    }

    private Map<String, String> settings(int node) {
        Map<String, String> settings = new HashMap<>(InProcessBroker.MODEST);
        settings.putAll(QUICK);
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(node + 1));
        settings.put(
                "controller.quorum.voters",
                IntStream.range(0, NODES)
                        .mapToObj(n -> (n + 1) + "@" + address("CONTROLLER", n))
                        .collect(Collectors.joining(",")));
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", INSIDE);
        listen(settings, node);
        settings.put("log.dirs", directory(node).resolve("data").toString());
        settings.putAll(extra);
        return settings;
    }

    private void listen(Map<String, String> settings, int node) {
        settings.put(
                "listeners",
                listeners().stream().map(l -> l + "://" + address(l, node)).collect(Collectors.joining(",")));
        settings.put(
                "advertised.listeners",
                listeners().stream()
                        .filter(l -> !l.equals("CONTROLLER"))
                        .map(l -> l + "://127.0.0.1:" + advertised.getOrDefault(l + node, port(l, node)))
                        .collect(Collectors.joining(",")));
        settings.put(
                "listener.security.protocol.map",
                listeners().stream().map(l -> l + ":PLAINTEXT").collect(Collectors.joining(",")));
    }

    private String address(String listener, int node) {
        return "127.0.0.1:" + port(listener, node);
    }

    /** All nodes, each directly. */
    @Override
    public String bootstrapServers() {
        return IntStream.range(0, NODES).mapToObj(n -> address(INSIDE, n)).collect(Collectors.joining(","));
    }

    /** Starts a node again, unless it runs. */
    public void start(int node) {
        nodes.get(node).start();
    }

    /** SIGKILL. */
    public void kill(int node) {
        nodes.get(node).kill();
    }

    /** SIGTERM. */
    public void terminate(int node) {
        nodes.get(node).terminate();
    }

    /** SIGSTOP. */
    public void freeze(int node) {
        nodes.get(node).signal("STOP");
    }

    /** SIGCONT. */
    public void thaw(int node) {
        nodes.get(node).signal("CONT");
    }

    /** The node that leads a partition. */
    public int leader(String topic, int partition) {
        return ask(admin -> {
            TopicDescription description = Objects.requireNonNull(
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic), topic);
            Node leader = description.partitions().get(partition).leader();
            return leader == null ? 0 : leader.id() - 1;
        });
    }

    /** The node that is the active controller. */
    public int controller() {
        return ask(admin -> admin.describeMetadataQuorum().quorumInfo().get().leaderId() - 1);
    }

    /** Waits until the controller has given a node up that does not answer. */
    public void awaitFenced(int node) {
        await(() -> fenced(node), "broker " + node + " is still taken for alive");
    }

    private boolean fenced(int node) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            return admin.describeCluster().nodes().get().stream().noneMatch(known -> known.id() == node + 1);
        }
    }

    /**
     * Waits until every replica of every partition is in sync again: only then may another node be lost. Starts nodes that
     * have ended by themselves.
     */
    public void awaitWhole() {
        await(this::isWhole, "the three brokers have not become whole");
    }

    private boolean isWhole() throws ExecutionException, InterruptedException {
        nodes.forEach(BrokerProcess::start);
        try (Admin admin = admin()) {
            if (admin.describeCluster().nodes().get().size() < NODES) {
                return false;
            }
            Collection<String> topics = admin.listTopics(
                            new org.apache.kafka.clients.admin.ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(BrokerTrio::isInSync);
        }
    }

    private static boolean isInSync(TopicPartitionInfo partition) {
        return partition.isr().size() == partition.replicas().size();
    }

    private interface Question<T> {
        T of(Admin admin) throws ExecutionException, InterruptedException;
    }

    private <T> T ask(Question<T> question) {
        List<T> answer = new ArrayList<>();
        await(
                () -> {
                    try (Admin admin = admin()) {
                        return answer.add(question.of(admin));
                    }
                },
                "the brokers do not answer");
        return answer.get(0);
    }

    private interface Condition {
        boolean met() throws ExecutionException, InterruptedException;
    }

    /** A question that fails is asked again. */
    private void await(Condition condition, String otherwise) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (condition.met()) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (ExecutionException e) {
                // A broker is away.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for brokers", e);
            }
        }
        throw new IllegalStateException(
                otherwise + " within " + PATIENCE.toSeconds() + " s; the brokers' logs are in " + dir);
    }

    private Admin admin() {
        return Admin.create(Map.of(
                "bootstrap.servers", bootstrapServers(),
                "request.timeout.ms", "3000",
                "default.api.timeout.ms", "6000"));
    }

    @Override
    public void close() {
        nodes.forEach(BrokerProcess::kill);
    }
}
