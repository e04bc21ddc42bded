package io.odradek.streamer.intake;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Kafka's consumer, whose polls bring no more than there is room for. As thread-safe as a {@link KafkaConsumer}. */
public final class ImagesConsumer extends KafkaConsumer<byte[], byte[]> {
    private final PollBudget budget;
    private final long maxBytes;
    private final LongSupplier held;
    private final Runnable nothingPolled;

    /**
     * A consumer.
     *
     * @param maxBytes of images that were polled and wait to be answered; one more may always be
     * @param held the bytes of those that the current thread has polled already
     * @param nothingPolled is called by the thread that polls, after a poll that brought nothing
     */
    public ImagesConsumer(Map<String, Object> settings, long maxBytes, LongSupplier held, Runnable nothingPolled) {
        this(settings, maxBytes, held, nothingPolled, new PollBudget());
    }

    private ImagesConsumer(
            Map<String, Object> settings, long maxBytes, LongSupplier held, Runnable nothingPolled, PollBudget budget) {
        super(settings, new ByteArrayDeserializer(), budget);
        this.budget = budget;
        this.maxBytes = maxBytes;
        this.held = held;
        this.nothingPolled = nothingPolled;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        long left = maxBytes - held.getAsLong();
        budget.renew(left);
        ConsumerRecords<byte[], byte[]> polled = left > 0 ? super.poll(timeout) : pollNothing(timeout);
        if (polled.isEmpty()) {
            nothingPolled.run();
        }
        return polled;
    }

    /** Stays in the group, as while the streamer is paused. */
    private ConsumerRecords<byte[], byte[]> pollNothing(Duration timeout) {
        Set<TopicPartition> flowing = new HashSet<>(assignment());
        flowing.removeAll(paused());
        pause(flowing);
        try {
            return super.poll(timeout);
        } finally {
            flowing.retainAll(assignment());
            resume(flowing);
        }
    }
}
