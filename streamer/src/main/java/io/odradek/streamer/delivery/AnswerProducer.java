package io.odradek.streamer.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's producer, which records when each answer has arrived: at its acknowledgement or, in a transaction, at the commit
 * behind it. As thread-safe as a {@link KafkaProducer}.
 */
public final class AnswerProducer extends KafkaProducer<byte[], byte[]> {
    private final Handover handover;
    private final boolean isTransactional;
    private final Hurry hurry;
    /** Acknowledged in the open transaction; by the producer's own thread, and taken out by the one that commits. */
    private List<Answer> uncommitted = new ArrayList<>(); // guarded by this

    /**
     * A producer.
     *
     * @param handover tells whose record it sends
     * @param isTransactional whether an answer has arrived with its commit
     */
    public AnswerProducer(Map<String, Object> settings, Handover handover, boolean isTransactional) {
        super(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.handover = handover;
        this.isTransactional = isTransactional;
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
        return super.send(record, answer == null ? callback : recording(answer, callback));
    }

    private Callback recording(Answer answer, @Nullable Callback callback) {
        return (metadata, failure) -> {
            if (failure == null) {
                acknowledged(answer);
            }
            if (callback != null) {
                callback.onCompletion(metadata, failure);
            }
        };
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
    public void commitTransaction() {
        super.commitTransaction();
        long now = System.currentTimeMillis();
        takeUncommitted().forEach(answer -> answer.delivered(now));
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
