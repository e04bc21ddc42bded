package io.odradek.streamer.kit;

import io.odradek.broker.Broker;
import io.odradek.broker.InProcessBroker;
import io.odradek.broker.TestBrokers;
import io.odradek.broker.Topics;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.model.TestModels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real broker with Odradek's topics, and what a test does to them. */
public final class Cluster implements AutoCloseable {
    public static final int PARTITIONS = 4;

    private static final Duration SESSION = Duration.ofSeconds(3);

    private static final String DEAD_LETTERS = "images-dlq";
    private static final Map<String, String> ROOMY = Map.of("max.message.bytes", String.valueOf(1_048_588 + 65_536));

    private final Broker broker;
    private final KafkaProducer<byte[], byte[]> producer;
    private final int partitions;

    /** Four partitions; a killed member is noticed and its transaction aborted in seconds. */
    public Cluster() {
        this(PARTITIONS);
    }

    /** {@link #Cluster()} with so many partitions. */
    public Cluster(int partitions) {
        this(partitions, quick(SESSION));
    }

    /** {@link #Cluster()}, but members of the group protocol {@code streams} may be silent for {@code session}. */
    public static Cluster withSession(Duration session) {
        return new Cluster(PARTITIONS, quick(session));
    }

    /** Settings of a broker that notices a killed member in seconds. */
    public static Map<String, String> quick() {
        return immediate(quick(SESSION));
    }

    private static Map<String, String> quick(Duration session) {
        return Map.of(
                "group.min.session.timeout.ms", "500",
                "group.streams.min.session.timeout.ms", "500",
                "group.streams.session.timeout.ms", String.valueOf(session.toMillis()),
                "group.streams.min.heartbeat.interval.ms", "200",
                "group.streams.heartbeat.interval.ms", "500",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }

    /** {@link #Cluster()} whose broker can be stopped and started again: always in this JVM. */
    public static Cluster inProcess() {
        return new Cluster(PARTITIONS, new InProcessBroker(immediate(quick(SESSION))));
    }

    /** {@link #Cluster()} with its topics, and the test model "0" live. */
    public static Cluster withModel() {
        return new Cluster().createModel();
    }

    /** Creates the topics and makes the test model "0" live. */
    public Cluster createModel() {
        createTopics();
        publish("0", 0);
        return this;
    }

    /** A new group need not wait for more members. */
    public Cluster(int partitions, Map<String, String> brokerSettings) {
        this(TestBrokers.start(immediate(brokerSettings)), partitions);
    }

    /** With a broker that is started here, and asked through its listener that wants no login. */
    public Cluster(int partitions, InProcessBroker broker) {
        this(broker.start(), partitions);
    }

    /** On a broker that runs, or several; closes them too. */
    public Cluster(Broker running, int partitions) {
        this.broker = running;
        this.partitions = partitions;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 5, "max.request.size", 16 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static Map<String, String> immediate(Map<String, String> brokerSettings) {
        Map<String, String> all = new HashMap<>(brokerSettings);
        all.putIfAbsent("group.streams.initial.rebalance.delay.ms", "0");
        return all;
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Creates the topics as {@code --create-topics} would. */
    public void createTopics() {
        Topics.create(
                bootstrapServers(),
                List.of(
                        topic("images", partitions),
                        topic("predictions", partitions).configs(ROOMY),
                        topic(DEAD_LETTERS, partitions).configs(ROOMY),
                        topic("models", 1).configs(Map.of("cleanup.policy", "compact")),
                        topic("models-status", 1),
                        topic("latency", 1)));
    }

    /** Creates the topic of dead letters alone, as before. */
    public void createDeadLetters() {
        Topics.create(
                bootstrapServers(), List.of(topic(DEAD_LETTERS, partitions).configs(ROOMY)));
    }

    private static NewTopic topic(String name, int partitions) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty());
    }

    /** The settings of a streamer on this cluster. */
    public Map<Setting, String> settings() {
        Map<Setting, String> settings = new LinkedHashMap<>();
        settings.put(Setting.BOOTSTRAP_SERVERS, bootstrapServers());
        settings.put(Setting.MODEL_NAME, TestModels.NAME);
        settings.put(Setting.HTTP_PORT, "0");
        settings.put(Setting.THREADS, "2");
        // A second of the processor for each start: tests of the probe turn it on.
        settings.put(Setting.MODEL_PROBE_SECONDS, "0");
        return settings;
    }

    /** The same, with an HTTP port whose token lies in {@code dir}. */
    public Map<Setting, String> settings(HttpPort http, Path dir) {
        Map<Setting, String> settings = settings();
        settings.put(Setting.HTTP_PORT, http.number());
        settings.put(Setting.HTTP_TOKEN_FILE, HttpPort.tokenFile(dir).toString());
        return settings;
    }

    /** Waits until so many predictions, or more, can be read. */
    public void awaitAnswers(int count) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> read("predictions").size() >= count);
    }

    /** Publishes a test model whose answers are moved on by {@code shift}, and makes it live. */
    public void publish(String version, int shift, String... previous) {
        artefact(version, TestModels.file(version, shift));
        point(version, previous);
    }

    public void artefact(String version, byte @Nullable [] file) {
        send(new ProducerRecord<>("models", 0, utf8(TestModels.NAME + "@" + version), file));
    }

    public void point(String version, String... previous) {
        String history = previous.length == 0 ? "" : "\"" + String.join("\",\"", previous) + "\"";
        pointer("{\"schema\":1,\"live\":\"" + version + "\",\"previous\":[" + history + "]}");
    }

    /** Sends a record to the models topic. */
    public void models(String key, byte @Nullable [] value) {
        send(new ProducerRecord<>("models", 0, utf8(key), value));
    }

    public void pointer(@Nullable String json) {
        send(new ProducerRecord<>("models", 0, utf8(TestModels.NAME), json == null ? null : utf8(json)));
    }

    public RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError("cannot produce to " + record.topic(), e);
        }
    }

    /** Sends images 0, 1, 2, 0, ... round-robin over the partitions, without keys; waits for every acknowledgement. */
    public void sendImages(int count) {
        sendAll(count, i -> new ProducerRecord<>("images", i % partitions, null, TestModels.image(i % 3)));
    }

    /** Sends the same value so many times, round-robin over the partitions of images; waits for every acknowledgement. */
    public void sendValues(int count, byte[] value) {
        sendAll(count, i -> new ProducerRecord<>("images", i % partitions, null, value));
    }

    /** Sends records 0, 1, 2, ...; waits for every acknowledgement. */
    public void sendAll(int count, IntFunction<ProducerRecord<byte[], byte[]>> record) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(producer.send(record.apply(i)));
        }
        acknowledged(sent);
    }

    /** Sends these; waits for every acknowledgement. */
    public void sendAll(List<ProducerRecord<byte[], byte[]>> records) {
        acknowledged(records.stream().map(producer::send).toList());
    }

    /** Sends images as {@link #sendImages} does, in portions spread evenly over {@code duration}. */
    public void feed(int count, Duration duration) {
        int portion = 100;
        long start = System.nanoTime();
        for (int sent = 0; sent < count; sent += portion) {
            long due = start + duration.toNanos() / count * sent;
            LockSupport.parkNanos(Math.max(1, due - System.nanoTime()));
            sendImages(portion);
        }
    }

    /** Stops the broker and starts it again, with its port and data kept. */
    public void bounce(Duration away) {
        bounce(() -> LockSupport.parkNanos(away.toNanos()));
    }

    /** Stops the broker and starts it again after something, with its port and data kept; {@link #inProcess()} alone. */
    public void bounce(Runnable meanwhile) {
        InProcessBroker own = (InProcessBroker) broker;
        own.stop();
        try {
            meanwhile.run();
        } finally {
            own.start();
        }
    }

    /** What retention does: removes each partition's records below an offset. */
    public void removeBefore(String topic, Map<Integer, Long> offsets) {
        Map<TopicPartition, RecordsToDelete> wanted = new HashMap<>();
        offsets.forEach((partition, offset) ->
                wanted.put(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.deleteRecords(wanted).all().get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Sets one of a topic's settings. */
    public void configure(String topic, String key, String value) {
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(set)))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return Topics.readAll(bootstrapServers(), topic);
    }

    /** End offsets added up: records, and under exactly-once the transactions' markers too. */
    public long count(String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            return Topics.endOffsets(admin, topic).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for every acknowledgement. */
    static void acknowledged(List<Future<RecordMetadata>> sent) {
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get();
            } catch (ExecutionException | InterruptedException e) {
                throw new AssertionError("an image was not accepted", e);
            }
        }
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
        broker.close();
    }
}
