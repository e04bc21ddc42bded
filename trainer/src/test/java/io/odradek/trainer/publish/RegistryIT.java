package io.odradek.trainer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.broker.Broker;
import io.odradek.broker.TestBrokers;
import io.odradek.broker.Topics;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.KafkaSettings;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.file.Sha256;
import io.odradek.trainer.kafka.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RegistryIT {
    private static final byte[] FILE = "an ONNX file".getBytes(StandardCharsets.UTF_8);
    private static Broker broker;

    @BeforeAll
    static void startBroker() {
        broker = TestBrokers.start(Map.of());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void publishesTheFileUnderNameAndVersion() throws InterruptedException {
        // Given
        Registry registry = registry("publish", Map.of("cleanup.policy", "compact"));

        // When
        Published published = registry.publish(new ModelId("m", "1"), FILE);

        // Then
        assertThat(published).isEqualTo(new Published(0, Sha256.of(FILE), true));
        assertThat(records("publish")).singleElement().satisfies(r -> {
            assertThat(text(r.key())).isEqualTo("m@1");
            assertThat(r.value()).isEqualTo(FILE);
        });
    }

    @Test
    void takesTheSameBytesAgainWithoutAnotherRecord() throws InterruptedException {
        // Given
        Registry registry = registry("again", Map.of("cleanup.policy", "compact"));
        registry.publish(new ModelId("m", "1"), FILE);

        // When
        Published again = registry.publish(new ModelId("m", "1"), FILE);

        // Then
        assertThat(again).isEqualTo(new Published(0, Sha256.of(FILE), false));
        assertThat(records("again")).hasSize(1);
    }

    @Test
    void refusesAnotherFileOfTheSameVersion() throws InterruptedException {
        // Given
        Registry registry = registry("digest", Map.of("cleanup.policy", "compact"));
        registry.publish(new ModelId("m", "1"), FILE);

        // When, Then
        assertThatThrownBy(() -> registry.publish(new ModelId("m", "1"), new byte[10]))
                .isInstanceOf(TrainerException.class)
                .hasMessageContaining("already has another file as m@1");
        assertThatThrownBy(() -> registry.checkUnused(new ModelId("m", "1")))
                .hasMessageContaining("choose another --version");
        assertThat(records("digest")).hasSize(1);
    }

    @Test
    void promotesWithTheHistoryOfThisModelAlone() throws InterruptedException {
        // Given
        Registry registry = registry("promote", Map.of("cleanup.policy", "compact"));
        registry.promote(new ModelId("other", "9"), "ana", "first");
        registry.promote(new ModelId("m", "1"), "ana", "first");

        // When
        Promotion promotion = registry.promote(new ModelId("m", "2"), "ana", "better");

        // Then
        List<ConsumerRecord<byte[], byte[]>> records = records("promote");
        ConsumerRecord<byte[], byte[]> newest = records.get(records.size() - 1);
        assertThat(promotion).isEqualTo(new Promotion.InForce(newest.offset()));
        assertThat(text(newest.key())).isEqualTo("m");
        assertThat(text(newest.value())).contains("\"live\":\"2\",\"previous\":[\"1\"]", "\"reason\":\"better\"");
    }

    @Test
    void reportsThatALaterDecisionIsInForce() throws InterruptedException {
        // Given: a decision of ours, and a later one of somebody else before we read back
        Registry registry = registry("superseded", Map.of("cleanup.policy", "compact"));
        Pointer ours = Pointer.first("1", new Pointer.Decision("ana", Instant.EPOCH, "ours"));
        registry.promote(new ModelId("m", "2"), "bob", "theirs");

        // When
        Promotion promotion = registry.readBack(new ModelId("m", "1"), ours, 0);

        // Then
        assertThat(promotion).isEqualTo(new Promotion.Superseded("2", "bob", "theirs"));
    }

    @Test
    void reportsThatThePointerWasDeletedMeanwhile() throws InterruptedException {
        // Given
        Registry registry = registry("deleted", Map.of("cleanup.policy", "compact"));
        Pointer ours = Pointer.first("1", new Pointer.Decision("ana", Instant.EPOCH, "ours"));

        // When
        Promotion promotion = registry.readBack(new ModelId("m", "1"), ours, 0);

        // Then
        assertThat(promotion).isEqualTo(new Promotion.Deleted());
    }

    @Test
    void saysSoWhereSomebodyPublishesAnotherFileInTheSameMoment() {
        // Given
        registry("rival", Map.of("cleanup.policy", "compact"));
        Registry registry = new Registry(
                new KafkaClients(new KafkaSettings(
                        broker.bootstrapServers(), Map.of("interceptor.classes", Rival.class.getName()))),
                "rival");

        // When, Then
        assertThatThrownBy(() -> registry.publish(new ModelId("m", "1"), FILE))
                .isInstanceOf(TrainerException.class)
                .hasMessageContaining("in the same moment somebody published another file as m@1");
        assertThat(records("rival")).hasSize(2);
    }

    @Test
    void namesAMissingTopicAndTheCommandThatCreatesIt() {
        assertThatThrownBy(() -> new Registry(clients(), "nowhere").publish(new ModelId("m", "1"), FILE))
                .isInstanceOf(TrainerException.class)
                .hasMessage("no topic nowhere at " + broker.bootstrapServers()
                        + "; create it: kafka-topics.sh --bootstrap-server " + broker.bootstrapServers()
                        + " --create --topic nowhere --partitions 1 --config cleanup.policy=compact");
    }

    @Test
    void refusesATopicThatForgets() {
        // Given
        Registry registry = registry("forgets", Map.of("cleanup.policy", "delete"));

        // When, Then
        assertThatThrownBy(() -> registry.publish(new ModelId("m", "1"), FILE))
                .isInstanceOf(TrainerException.class)
                .hasMessageContaining("topic forgets has cleanup.policy=delete and would lose models")
                .hasMessageContaining("--add-config cleanup.policy=compact");
    }

    @Test
    void refusesATopicOfSeveralPartitions() {
        // Given
        Topics.create(
                broker.bootstrapServers(),
                List.of(new NewTopic("wide", 2, (short) 1).configs(Map.of("cleanup.policy", "compact"))));

        // When, Then
        assertThatThrownBy(() -> new Registry(clients(), "wide").publish(new ModelId("m", "1"), FILE))
                .hasMessageContaining("topic wide has 2 partitions, a registry has 1");
    }

    @Test
    void refusesAFileThatTheTopicDoesNotTake() {
        // Given
        Registry registry = registry("small", Map.of("cleanup.policy", "compact", "max.message.bytes", "1000"));

        // When, Then
        assertThatThrownBy(() -> registry.publish(new ModelId("m", "1"), new byte[1000]))
                .isInstanceOf(TrainerException.class)
                .hasMessageContaining("the model has 1000 bytes, topic small takes records up to 1000")
                .hasMessageContaining("--add-config max.message.bytes=1131");
    }

    @Test
    void takesAFileThatJustFits() throws InterruptedException {
        // Given
        Registry registry = registry("fits", Map.of("cleanup.policy", "compact", "max.message.bytes", "1131"));

        // When, Then
        assertThat(registry.publish(new ModelId("m", "1"), new byte[1000]).isNew())
                .isTrue();
    }

    @Test
    void publishesFilesLargerThanKafkasDefaultLimits() throws InterruptedException {
        // Given
        Registry registry = registry("large", Map.of("cleanup.policy", "compact", "max.message.bytes", "5000000"));

        // When, Then
        assertThat(registry.publish(new ModelId("m", "1"), new byte[4_000_000]).isNew())
                .isTrue();
        assertThat(registry.publish(new ModelId("m", "1"), new byte[4_000_000]).isNew())
                .isFalse();
    }

    @Test
    void pointsToAnUnreadablePointer() {
        // Given
        Registry registry = registry("broken", Map.of("cleanup.policy", "compact"));
        try (var producer = clients().producer(Map.of())) {
            producer.send(new ProducerRecord<>("broken", "m".getBytes(StandardCharsets.UTF_8), FILE))
                    .get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }

        // When, Then
        assertThatThrownBy(() -> registry.promote(new ModelId("m", "1"), "ana", "first"))
                .isInstanceOf(TrainerException.class)
                .hasMessageContaining("the pointer of m in topic broken at offset 0 is unreadable")
                .hasMessageContaining("'streamer models promote m@1' puts a good one in its place")
                .satisfies(e -> assertThat(e.toString()).hasLineCount(1));
    }

    private static Registry registry(String topic, Map<String, String> settings) {
        Topics.create(broker.bootstrapServers(), List.of(new NewTopic(topic, 1, (short) 1).configs(settings)));
        return new Registry(clients(), topic);
    }

    private static KafkaClients clients() {
        return new KafkaClients(new KafkaSettings(broker.bootstrapServers(), Map.of()));
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return Topics.readAll(broker.bootstrapServers(), topic);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
