package io.odradek.streamer.trial;

import com.google.gson.JsonObject;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.config.TopicNames;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.message.Sourced;
import io.odradek.streamer.trial.Answer.Predicted;
import io.odradek.streamer.trial.Answer.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Sends an image, and reads the two partitions in which its outcome can stand: the prediction in the partition of the
 * image's number, the dead letter in that number modulo the partitions of its topic. It reads from where they ended
 * before the image was sent, committed records only, without a group: whichever instance answers is found, and no trace is
 * left. Not thread-safe.
 */
final class Exchange implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final TopicNames topics;
    private final boolean enveloped;
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;
    /** Images go to the partitions in turn. */
    private int next = (int) (System.nanoTime() & 0xffff);

    /** What Kafka has; nanoseconds of {@link System#nanoTime}. */
    private record Sent(Source source, byte[] value, long start, long nanos) {}

    /**
     * Takes both clients over.
     *
     * @param enveloped whether an image goes in a JSON object
     * @param consumer of committed records
     */
    Exchange(
            TopicNames topics,
            boolean enveloped,
            Producer<byte[], byte[]> producer,
            Consumer<byte[], byte[]> consumer) {
        this.topics = topics;
        this.enveloped = enveloped;
        this.producer = producer;
        this.consumer = consumer;
    }

    /**
     * Sends an image and waits for its outcome.
     *
     * @param id the image's id, as no other image has it
     * @param deadline of {@link System#nanoTime}
     * @throws KafkaException when Kafka does not take the image or does not let its outcome be read
     * @throws StreamerException when there is no partition to send it to
     */
    Reply ask(TrialImage image, String id, long deadline) {
        int partition = partition(image.topic(), deadline);
        int letters = partitions(topics.deadLetters(), deadline).size();
        List<TopicPartition> answers = List.of(
                new TopicPartition(topics.predictions(), partition),
                new TopicPartition(topics.deadLetters(), partition % letters));
        consumer.assign(answers);
        try {
            consumer.endOffsets(answers, left(deadline)).forEach(consumer::seek);
            return await(send(record(image, id, partition), deadline), utf8(id), deadline);
        } finally {
            // Nothing is fetched for nobody.
            consumer.unsubscribe();
        }
    }

    private int partition(String topic, long deadline) {
        List<Integer> online = partitions(topic, deadline).stream()
                .filter(partition -> partition.leader() != null)
                .map(PartitionInfo::partition)
                .sorted()
                .toList();
        if (online.isEmpty()) {
            throw new StreamerException("no partition of topic " + topic + " has a leader");
        }
        return online.get(Math.floorMod(next++, online.size()));
    }

    private List<PartitionInfo> partitions(String topic, long deadline) {
        List<PartitionInfo> found = consumer.partitionsFor(topic, left(deadline));
        if (found == null || found.isEmpty()) {
            throw new StreamerException("there is no topic " + topic);
        }
        return found;
    }

    private ProducerRecord<byte[], byte[]> record(TrialImage image, String id, int partition) {
        byte[] value = enveloped ? envelope(image, id) : image.bytes();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(image.topic(), partition, null, value);
        record.headers().add(Sourced.ID, utf8(id));
        if (!enveloped && image.contentType() != null) {
            record.headers().add("content-type", utf8(image.contentType()));
        }
        return record;
    }

    private static byte[] envelope(TrialImage image, String id) {
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        json.addProperty("content-type", image.contentType());
        json.addProperty("image", Base64.getEncoder().encodeToString(image.bytes()));
        return utf8(json.toString());
    }

    private Sent send(ProducerRecord<byte[], byte[]> record, long deadline) {
        long start = System.nanoTime();
        Future<RecordMetadata> sent = producer.send(record);
        try {
            RecordMetadata place = sent.get(left(deadline).toNanos(), TimeUnit.NANOSECONDS);
            Source source = new Source(place.topic(), place.partition(), place.offset());
            return new Sent(source, record.value(), start, System.nanoTime() - start);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException refusal ? refusal : new KafkaException(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("no acknowledgement", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private Reply await(Sent sent, byte[] id, long deadline) {
        ConsumerRecord<byte[], byte[]> last = null;
        while (deadline - System.nanoTime() > 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(left(deadline))) {
                Optional<? extends Answer> answer = answer(record, sent.source, id);
                if (answer.isPresent()) {
                    long answered = System.nanoTime() - sent.start;
                    return new Reply.Found(sent.source, sent.value, answer.get(), sent.nanos, answered);
                }
                last = record.topic().equals(topics.predictions()) ? record : last;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptException("stopped");
            }
        }
        return new Reply.Missing(sent.source, progress(sent.source, last));
    }

    /** A prediction has the headers of its image: JSON is read only where the id is the right one. */
    private Optional<? extends Answer> answer(ConsumerRecord<byte[], byte[]> record, Source source, byte[] id) {
        if (record.topic().equals(topics.deadLetters())) {
            return Refused.read(record, source);
        }
        Header header = record.headers().lastHeader(Sourced.ID);
        return header != null && Arrays.equals(header.value(), id)
                ? Predicted.read(record)
                        .filter(prediction -> prediction.source().equals(source))
                : Optional.empty();
    }

    private static String progress(Source source, @Nullable ConsumerRecord<byte[], byte[]> last) {
        return Optional.ofNullable(last)
                .flatMap(Predicted::read)
                .map(Predicted::source)
                .filter(answered -> answered.topic().equals(source.topic()))
                .map(answered -> String.format(
                        Locale.ROOT,
                        "%,d images stand before it in its partition",
                        Math.max(0, source.offset() - answered.offset() - 1)))
                .orElse("no image of its partition was answered meanwhile");
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    @Override
    public void close() {
        try {
            consumer.close(CloseOptions.timeout(CLOSE));
        } finally {
            producer.close(CLOSE);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
