package io.odradek.streamer.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.config.TopicNames;
import io.odradek.streamer.image.Decoding;
import io.odradek.streamer.image.ImageLimits;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.image.PayloadDecoder;
import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.message.Sourced;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the outcome of an image is found among those of all others. */
class ExchangeTest {
    private static final TopicNames TOPICS =
            new TopicNames(List.of("images"), "predictions", "images-dlq", "models", "models-status", "");
    private static final String ID = "try-1";
    private static final Node NODE = new Node(1, "localhost", 9092);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(cluster(), true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final TrialImage image = new TrialImage("images", new byte[] {1, 2, 3}, "image/png");
    private final Exchange exchange = new Exchange(TOPICS, false, producer, consumer);
    /** Of the records that arrive. */
    private long next = 100;

    @BeforeEach
    void topics() {
        partitions("images", 5);
        partitions("predictions", 5);
        partitions("images-dlq", 2);
    }

    @Test
    void findsThePredictionInThePartitionOfTheImageAmongOthers() {
        afterSending(partition -> {
            prediction(partition, "other", new Source("images", partition, 7), 0.9);
            prediction(partition, ID, new Source("images", partition, 8), 0.9);
            add(partition, "predictions", "{\"label\":[]}", Map.of(Sourced.ID, ID));
            add(partition, "predictions", null, Map.of(Sourced.ID, ID));
            prediction(partition, ID, new Source("images", partition, 0), 0.75);
        });

        Reply.Found found = (Reply.Found) exchange.ask(image, ID, in(Duration.ofSeconds(5)));

        assertThat(found.source()).isEqualTo(new Source("images", sent().partition(), 0));
        assertThat(((Answer.Predicted) found.answer()).probabilities()).containsExactly(0.75f, 0.25f);
        assertThat(found.answeredNanos()).isGreaterThanOrEqualTo(found.sentNanos());
        assertThat(sent().value()).isEqualTo(new byte[] {1, 2, 3});
        assertThat(sent().headers().toArray())
                .extracting(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .containsExactly("odradek-id=try-1", "content-type=image/png");
        assertThat(consumer.assignment()).as("nothing is fetched any more").isEmpty();
    }

    @Test
    void findsTheDeadLetterInThatPartitionModuloThoseOfItsTopic() {
        afterSending(partition -> {
            letter(partition % 2, "images", partition, 1, "EMPTY");
            letter(partition % 2, "other", partition, 0, "EMPTY");
            letter(partition % 2, "images", partition, 0, "CORRUPT_IMAGE");
        });

        Reply.Found found = (Reply.Found) exchange.ask(image, ID, in(Duration.ofSeconds(5)));

        assertThat(found.answer()).isEqualTo(new Answer.Refused("CORRUPT_IMAGE", "because"));
    }

    @Test
    void sendsToThePartitionsInTurnButNotToOneWithoutALeader() {
        partitions("images", 2);
        consumer.updatePartitions("images", List.of(partition("images", 0), partition("images", 1), orphan(2)));

        for (int i = 0; i < 6; i++) {
            exchange.ask(image, ID, in(Duration.ofMillis(1)));
        }

        assertThat(producer.history()).extracting(ProducerRecord::partition).containsOnly(0, 1);
        assertThat(producer.history().stream().filter(record -> record.partition() == 0))
                .hasSize(3);
        consumer.updatePartitions("images", List.of(orphan(0)));
        assertThatThrownBy(() -> exchange.ask(image, ID, in(Duration.ofSeconds(1))))
                .isInstanceOf(StreamerException.class)
                .hasMessage("no partition of topic images has a leader");
    }

    @Test
    void saysHowFarThePartitionIsWhenThereIsNoAnswer() {
        Reply.Missing nothing = (Reply.Missing) exchange.ask(image, ID, in(Duration.ofMillis(50)));
        assertThat(nothing.why(Duration.ofSeconds(6), ""))
                .startsWith("no answer within 6 s: no image of its partition was answered meanwhile;"
                        + " the image stays in topic images, partition ")
                .endsWith(", offset 0, until its turn comes");
        assertThat(nothing.why(Duration.ofSeconds(6), "this streamer is paused by operator"))
                .startsWith("no answer within 6 s: this streamer is paused by operator; ");

        afterSending(partition -> {
            prediction(partition, "other", new Source("images", partition, -2_000), 0.9);
        });
        Reply.Missing behind = (Reply.Missing) exchange.ask(image, ID, in(Duration.ofMillis(50)));
        assertThat(behind.why(Duration.ofSeconds(6), ""))
                .startsWith("no answer within 6 s: 1,999 images stand before it in its partition; ");
    }

    @Test
    void putsTheImageIntoAnEnvelopeAsTheStreamThreadsOpenIt() {
        Exchange enveloped = new Exchange(TOPICS, true, producer, consumer);
        TrialImage raw = new TrialImage("images", new byte[] {5, 6, 7, 8}, "application/vnd.odradek.raw");

        enveloped.ask(raw, ID, in(Duration.ofMillis(1)));

        PayloadDecoder.Payload payload =
                new PayloadDecoder(ImageLimits.DEFAULT, true).decode(sent().value(), null, new InputSpec(1, 2, 2, 0));
        assertThat(payload.id()).isEqualTo(ID);
        assertThat(((Decoding.Decoded) payload.decoding()).tensor()).containsExactly(5, 6, 7, 8);
        assertThat(sent().headers().lastHeader("content-type")).isNull();
    }

    @Test
    void passesOnWhatKafkaSays() {
        producer.sendException = new TopicAuthorizationException("images");

        assertThatThrownBy(() -> exchange.ask(image, ID, in(Duration.ofSeconds(1))))
                .isInstanceOf(TopicAuthorizationException.class);
        exchange.close();
        assertThat(producer.closed()).isTrue();
        assertThat(consumer.closed()).isTrue();
    }

    private void afterSending(IntConsumer arrivals) {
        consumer.schedulePollTask(() -> arrivals.accept(sent().partition()));
    }

    private static Cluster cluster() {
        List<PartitionInfo> images =
                IntStream.range(0, 5).mapToObj(p -> partition("images", p)).toList();
        return new Cluster("cluster", List.of(NODE), images, Set.of(), Set.of());
    }

    private ProducerRecord<byte[], byte[]> sent() {
        return producer.history().get(producer.history().size() - 1);
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    private void partitions(String topic, int count) {
        consumer.updatePartitions(
                topic,
                IntStream.range(0, count).mapToObj(p -> partition(topic, p)).toList());
        Map<TopicPartition, Long> ends = new HashMap<>();
        IntStream.range(0, count).forEach(p -> ends.put(new TopicPartition(topic, p), 100L));
        consumer.updateEndOffsets(ends);
    }

    private static PartitionInfo partition(String topic, int number) {
        return new PartitionInfo(topic, number, NODE, new Node[] {NODE}, new Node[] {NODE});
    }

    private static PartitionInfo orphan(int number) {
        return new PartitionInfo("images", number, null, new Node[0], new Node[0]);
    }

    private void prediction(int partition, String id, Source source, double probability) {
        String json = "{\"schema\":1,\"label\":\"zero\",\"index\":0,\"confidence\":" + probability
                + ",\"probabilities\":[" + probability + "," + (1 - probability)
                + "],\"model\":{\"name\":\"m\",\"version\":\"1\",\"sha256\":\"ab\"},\"source\":{\"topic\":\""
                + source.topic() + "\",\"partition\":" + source.partition() + ",\"offset\":" + source.offset() + "}}";
        add(partition, "predictions", json, Map.of(Sourced.ID, id));
    }

    private void letter(int partition, String topic, int sourcePartition, long offset, String reason) {
        add(
                partition,
                "images-dlq",
                "x",
                Map.of(
                        DeadLetter.TOPIC,
                        topic,
                        DeadLetter.PARTITION,
                        String.valueOf(sourcePartition),
                        DeadLetter.OFFSET,
                        String.valueOf(offset),
                        DeadLetter.REASON,
                        reason,
                        DeadLetter.MESSAGE,
                        "because"));
    }

    private void add(int partition, String topic, @Nullable String value, Map<String, String> headers) {
        byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(topic, partition, next++, null, bytes);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        consumer.addRecord(record);
    }
}
