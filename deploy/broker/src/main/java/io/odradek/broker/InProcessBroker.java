package io.odradek.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A real single-node KRaft broker (combined mode) inside this JVM, listening on 127.0.0.1 only.
 *
 * <p>{@link #start()} after {@link #stop()} keeps port and data, so a broker bounce can be played. The only class that
 * names Kafka's internal server classes. Thread-safe.
 */
public final class InProcessBroker implements Broker {
    private static final String PLAINTEXT = "PLAINTEXT";

    /** Settings of a single node with little memory. */
    static final Map<String, String> MODEST = Map.ofEntries(
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // A misspelt topic must be an error here as it is in production, not a new topic.
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
            Map.entry("log.segment.delete.delay.ms", "1000"));

    private final Path dir;
    private final boolean temporary;
    private final Map<String, String> extra;
    /** Port and protocol of each listener for clients, by name; KRaft must know all ports before it binds one. */
    private final Map<String, Listener> listeners = new LinkedHashMap<>();

    private final FreePort controllerPort = new FreePort();
    private @Nullable KafkaRaftServer server;

    private record Listener(FreePort port, String protocol) {}

    /** A broker with its data in a new temporary directory, which {@link #close()} deletes. */
    public InProcessBroker() {
        this(Map.of());
    }

    /**
     * A broker with its data in a new temporary directory, which {@link #close()} deletes.
     *
     * @param extra broker settings that replace the defaults chosen here, for example a short session timeout
     */
    public InProcessBroker(Map<String, String> extra) {
        this(temporaryDirectory(), true, extra);
    }

    /**
     * A broker with its data in {@code dir}, which is created where missing and kept at {@link #close()}.
     *
     * @param extra broker settings that replace the defaults chosen here
     */
    public InProcessBroker(Path dir, Map<String, String> extra) {
        this(dir, false, extra);
    }

    private InProcessBroker(Path dir, boolean temporary, Map<String, String> extra) {
        this.dir = dir;
        this.temporary = temporary;
        this.extra = new HashMap<>(extra);
        listeners.put(PLAINTEXT, new Listener(new FreePort(), PLAINTEXT));
    }

    /**
     * One more listener for clients; before the start.
     *
     * @param name capital letters
     * @param protocol {@code SSL}, {@code SASL_SSL} and so on
     * @param settings of this listener alone, such as {@code ssl.keystore.location}
     */
    public synchronized InProcessBroker listen(String name, String protocol, Map<String, String> settings) {
        listeners.put(name, new Listener(new FreePort(), protocol));
        settings.forEach(
                (key, value) -> extra.put("listener.name." + name.toLowerCase(Locale.ROOT) + "." + key, value));
        return this;
    }

    /** Host and port for clients, valid before, between and after starts. */
    @Override
    public String bootstrapServers() {
        return bootstrapServers(PLAINTEXT);
    }

    /** Host and port of one listener. */
    public synchronized String bootstrapServers(String listener) {
        return "127.0.0.1:"
                + Objects.requireNonNull(listeners.get(listener), listener)
                        .port()
                        .number();
    }

    /**
     * What to do when the broker ends the whole process, as it does when its disk is full: Kafka halts the JVM without
     * a word on the console. The callback gets one line that says why, then the JVM halts with status 1.
     */
    public static void onFatalError(Consumer<String> report) {
        Exit.Procedure halt = (status, message) -> {
            report.accept(
                    message == null || message.isBlank()
                            ? "the in-process Kafka broker stopped itself: most often its disk is full"
                            : message);
            Runtime.getRuntime().halt(1);
        };
        Exit.setHaltProcedure(halt);
        Exit.setExitProcedure(halt);
    }

    /** Formats the data directory where needed and starts; returns when the broker serves requests. */
    public synchronized InProcessBroker start() {
        if (server != null) {
            throw new IllegalStateException("the broker at " + bootstrapServers() + " is running");
        }
        try {
            Files.createDirectories(dir);
            format(dir, clusterId(), 1);
        } catch (IOException e) {
            throw new IllegalStateException("cannot prepare the broker's data directory " + dir + ": " + e, e);
        }
        KafkaRaftServer started = new KafkaRaftServer(KafkaConfig.fromProps(settings(), false), Time.SYSTEM);
        started.startup();
        server = started;
        return this;
    }

    /** Makes a directory the data directory of a node. A formatted one is left as it is: a restart keeps data and cluster id. */
    static void format(Path dir, String clusterId, int nodeId) {
        try {
            new Formatter()
                    .setClusterId(clusterId)
                    .setNodeId(nodeId)
                    .addDirectory(dir.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setIgnoreFormatted(true)
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot prepare the broker's data directory " + dir + ": " + e, e);
        }
    }

    /** Stops the broker and keeps its data; a second call does nothing. */
    public synchronized void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    @Override
    public void close() {
        stop();
        if (temporary) {
            deleteRecursively(dir);
        }
    }

    private Properties settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort.number());
        settings.put("controller.listener.names", "CONTROLLER");
        String clients = join(
                (name, listener) -> name + "://127.0.0.1:" + listener.port().number());
        settings.put("listeners", clients + ",CONTROLLER://127.0.0.1:" + controllerPort.number());
        settings.put("advertised.listeners", clients);
        settings.put("inter.broker.listener.name", PLAINTEXT);
        settings.put(
                "listener.security.protocol.map",
                join((name, listener) -> name + ":" + listener.protocol()) + ",CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", dir.toString());
        settings.putAll(MODEST);
        settings.putAll(extra);
        Properties properties = new Properties();
        properties.putAll(settings);
        return properties;
    }

    private String clusterId() throws IOException {
        Path meta = dir.resolve("meta.properties");
        if (!Files.exists(meta)) {
            return Uuid.randomUuid().toString();
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(meta)) {
            properties.load(in);
        }
        return properties.getProperty("cluster.id");
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("odradek-broker-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a temporary directory for the broker: " + e.getMessage(), e);
        }
    }

    private String join(BiFunction<String, Listener, String> text) {
        return listeners.entrySet().stream()
                .map(listener -> text.apply(listener.getKey(), listener.getValue()))
                .collect(Collectors.joining(","));
    }

    private static void deleteRecursively(Path dir) {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + dir + ": " + e.getMessage(), e);
        }
    }
}
