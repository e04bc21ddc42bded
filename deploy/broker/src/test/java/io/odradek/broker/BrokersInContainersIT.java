package io.odradek.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/** Brokers in containers of a real engine. */
class BrokersInContainersIT {
    private static final Map<String, String> SETTINGS = Map.of("group.max.session.timeout.ms", "61234");

    @BeforeEach
    void needAnEngine() {
        String place = System.getProperty("kafka.broker", "auto");
        Assumptions.assumeFalse(place.equals("in-process"), "kafka.broker=in-process");
        if (place.equals("auto") && KafkaImage.find() instanceof KafkaImage.Missing missing) {
            Assumptions.abort(missing.reason());
        }
    }

    @Test
    void runInAContainerThatListensOnLoopbackAlone() {
        try (Broker broker = TestBrokers.start(SETTINGS)) {
            Container container = container(broker);
            assertThat(container.getImage()).matches("(apache|odradek-stand-in)/kafka(:.*)?");
            assertThat(container.getPorts())
                    .filteredOn(port -> port.getPublicPort() != null)
                    .extracting(ContainerPort::getIp)
                    .containsExactly("127.0.0.1");
        }
    }

    @Test
    void haveTheSettingsAndAClusterOfTheirOwn() throws Exception {
        try (Broker one = TestBrokers.start(SETTINGS);
                Broker other = TestBrokers.start(SETTINGS)) {
            try (Admin admin = admin(one);
                    Admin another = admin(other)) {
                assertThat(setting(admin, "group.max.session.timeout.ms")).isEqualTo("61234");
                assertThat(setting(admin, "auto.create.topics.enable")).isEqualTo("false");
                assertThat(admin.describeCluster().clusterId().get())
                        .isNotEqualTo(another.describeCluster().clusterId().get());
            }
        }
    }

    @Test
    void areLentAgainEmptyWhateverATestLeftBehind() throws Exception {
        String address;
        KafkaProducer<String, String> unfinished;
        KafkaConsumer<String, String> member;
        try (Broker broker = TestBrokers.start(SETTINGS)) {
            address = broker.bootstrapServers();
            Topics.create(address, List.of(new NewTopic("t", 1, (short) 1)));
            member = member(address);
            send(address, "before");
            assertThat(poll(member)).isEqualTo("before");
            member.commitSync();
            // Neither is closed: as when a process was killed.
            unfinished = producer(address, Map.of("transactional.id", "unfinished"));
            unfinished.initTransactions();
            unfinished.beginTransaction();
            unfinished.send(new ProducerRecord<>("t", "never committed")).get();
        }

        try (Broker broker = TestBrokers.start(SETTINGS);
                Admin admin = admin(broker)) {
            assertThat(broker.bootstrapServers()).as("the same container").isEqualTo(address);
            assertThat(admin.listTopics().names().get()).isEmpty();
            assertThat(admin.listGroups().all().get()).isEmpty();
            Topics.create(address, List.of(new NewTopic("t", 1, (short) 1)));
            send(address, "after");
            assertThat(Topics.readAll(address, "t")).singleElement().satisfies(record -> {
                assertThat(record.offset())
                        .as("no marker of the old transaction")
                        .isZero();
                assertThat(new String(record.value(), StandardCharsets.UTF_8)).isEqualTo("after");
            });
            assertThat(Topics.endOffsets(admin, "t").values()).containsExactly(1L);
        } finally {
            unfinished.close(Duration.ZERO);
            member.close();
        }
    }

    @Test
    void endWithAJvmThatFails() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Abandoned.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

        assertThat(jvm.waitFor()).isEqualTo(1);
        assertThat(out).matches("session \\S+ containers 1");
        assertThat(Abandoned.containers(out.split(" ", -1)[1])).isEmpty();
    }

    private static Container container(Broker broker) {
        int port = Integer.parseInt(broker.bootstrapServers().replace("127.0.0.1:", ""));
        return DockerClientFactory.lazyClient().listContainersCmd().exec().stream()
                .filter(container -> Arrays.stream(container.getPorts())
                        .anyMatch(published -> Integer.valueOf(port).equals(published.getPublicPort())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no container publishes port " + port));
    }

    private static String setting(Admin admin, String name) throws Exception {
        ConfigResource node = new ConfigResource(ConfigResource.Type.BROKER, "1");
        return admin.describeConfigs(List.of(node))
                .values()
                .values()
                .iterator()
                .next()
                .get()
                .get(name)
                .value();
    }

    private static Admin admin(Broker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static KafkaProducer<String, String> producer(String address, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", address);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static void send(String address, String value) throws Exception {
        try (KafkaProducer<String, String> producer = producer(address, Map.of())) {
            producer.send(new ProducerRecord<>("t", value)).get();
        }
    }

    private static KafkaConsumer<String, String> member(String address) {
        KafkaConsumer<String, String> member = new KafkaConsumer<>(
                Map.of("bootstrap.servers", address, "group.id", "g", "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        member.subscribe(List.of("t"));
        return member;
    }

    private static String poll(KafkaConsumer<String, String> member) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<String, String> record : member.poll(Duration.ofMillis(100))) {
                return record.value();
            }
        }
        throw new AssertionError("nothing to read");
    }
}
