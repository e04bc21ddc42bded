package io.odradek.streamer.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's producer, which records when each answer has arrived: at its acknowledgement or, in a transaction, at the commit
 * behind it. As thread-safe as a {@link KafkaProducer}.
 */
public final class AnswerProducer extends KafkaProducer<byte[], byte[]> {
    private final Handover handover;
    private final boolean isTransactional;
    private final Runnable committed;
    private final Hurry hurry;
    /** Acknowledged in the open transaction; by the producer's own thread, and taken out by the one that commits. */
    private List<Answer> uncommitted = new ArrayList<>(); // guarded by this

    /**
     * A producer.
     *
     * @param handover tells whose record it sends
     * @param isTransactional whether an answer has arrived with its commit
     * @param committed is called after a commit, by the thread that committed
     */
    public AnswerProducer(
            Map<String, Object> settings, Handover handover, boolean isTransactional, Runnable committed) {
        super(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.handover = handover;
        this.isTransactional = isTransactional;
        this.committed = committed;
        this.hurry = new Hurry(this::flush);
    }

    /** Sends what it has, without waiting for more and without making the caller wait. */
    void hurry() {
        hurry.hurry();
    }

    @Override
    public void close(Duration patience) {
        hurry.close();
        super.close(patience);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        Answer answer = handover.take();
        handover.filled(this);
        return super.send(record, (metadata, failure) -> {
            if (failure == null && answer != null) {
                acknowledged(answer);
            }
            if (callback != null) {
                callback.onCompletion(metadata, failure instanceof RetriableException ? lasting(failure) : failure);
            }
        });
    }

    /**
     * After a failure that could pass, Kafka Streams makes the task anew, from the offset committed last. A rebalance in that
     * moment makes it forget the offset: what was polled and not answered is skipped. After one that lasts the process ends,
     * and the next one begins at that offset.
     */
    private static KafkaException lasting(Exception failure) {
        return new KafkaException("Kafka has not taken an answer: " + failure.getMessage(), failure);
    }

    private void acknowledged(Answer answer) {
        answer.acknowledged();
        if (!isTransactional) {
            answer.delivered(System.currentTimeMillis());
            return;
        }
        synchronized (this) {
            uncommitted.add(answer);
        }
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        try {
            super.sendOffsetsToTransaction(offsets, groupMetadata);
        } catch (TimeoutException e) {
            throw lasting(e);
        }
    }

    @Override
    public void commitTransaction() {
        try {
            super.commitTransaction();
        } catch (TimeoutException e) {
            throw lasting(e);
        }
        long now = System.currentTimeMillis();
        takeUncommitted().forEach(answer -> answer.delivered(now));
        committed.run();
    }

    @Override
    public void abortTransaction() {
        try {
            super.abortTransaction();
        } finally {
            // Afterwards: what was on its way is acknowledged meanwhile, and aborted with the others.
            takeUncommitted();
        }
    }

    private synchronized List<Answer> takeUncommitted() {
        List<Answer> taken = uncommitted;
        uncommitted = new ArrayList<>(taken.size());
        return taken;
    }
}
