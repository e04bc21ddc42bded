package io.odradek.streamer.deadletters.replay;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.topics.Answers;
import io.odradek.streamer.topics.KafkaClients;
import io.odradek.streamer.topics.Refusals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Sends images and their marks in transactions: of each dead letter both are there or neither. Who begins ends another's
 * transaction and keeps it from beginning one, so that there is one at a time. A transaction is short, because readers of
 * committed records come to nothing behind it before it ends. Not thread-safe.
 */
final class Sender {
    private final Producer<byte[], byte[]> producer;
    private final String bootstrapServers;
    private final boolean keepsTimestamps;

    /**
     * Does not connect.
     *
     * @param producer has a transactional id; not closed here
     */
    Sender(Producer<byte[], byte[]> producer, String bootstrapServers, boolean keepsTimestamps) {
        this.producer = producer;
        this.bootstrapServers = bootstrapServers;
        this.keepsTimestamps = keepsTimestamps;
    }

    /** Ends what another has begun; what it has committed can be read behind it. */
    void begin() {
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    /**
     * Sends these, in one transaction.
     *
     * @param settled is told of each one that was sent or marked, after the commit, and of each one that is too large
     * @throws StreamerException when Kafka does not take them; then none was sent or, where it took the commit and did not
     *     say so, all were
     */
    void send(List<Outgoing> batch, BiConsumer<Outgoing, Fate> settled) {
        List<Outgoing> left = new ArrayList<>(batch);
        while (!left.isEmpty()) {
            Set<Outgoing> tooLarge = attempt(left);
            if (tooLarge.isEmpty()) {
                left.forEach(one -> settled.accept(one, one.isSent() ? Fate.SENT : Fate.REPEATED));
                return;
            }
            tooLarge.forEach(one -> settled.accept(one, Fate.TOO_LARGE));
            left.removeAll(tooLarge);
        }
    }

    /** Commits, or tells which of them are too large and sends none. */
    private Set<Outgoing> attempt(List<Outgoing> batch) {
        Map<Outgoing, Future<RecordMetadata>> images = new LinkedHashMap<>();
        List<Future<RecordMetadata>> marks = new ArrayList<>();
        try {
            producer.beginTransaction();
            Optional<KafkaException> refused = handOver(batch, images, marks);
            producer.flush();
            Set<Outgoing> tooLarge = tooLarge(images);
            if (!tooLarge.isEmpty()) {
                producer.abortTransaction();
                return tooLarge;
            }
            requireTaken(Stream.concat(images.values().stream(), marks.stream()).toList(), refused);
            commit();
            return Set.of();
        } catch (KafkaException e) {
            throw given(e);
        }
    }

    /** Of several refusals the first that says why. */
    private static void requireTaken(List<Future<RecordMetadata>> sent, Optional<KafkaException> refused) {
        KafkaException telling = null;
        for (Future<RecordMetadata> record : sent) {
            try {
                Answers.await(record);
            } catch (ExecutionException e) {
                telling = Refusals.telling(
                        telling,
                        e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause()));
            }
        }
        if (refused.isPresent()) {
            telling = Refusals.telling(telling, refused.get());
        }
        if (telling != null) {
            throw telling;
        }
    }

    /** Why it did not take all: behind a record that is refused at once a transaction takes no other. */
    private Optional<KafkaException> handOver(
            List<Outgoing> batch, Map<Outgoing, Future<RecordMetadata>> images, List<Future<RecordMetadata>> marks) {
        try {
            for (Outgoing one : batch) {
                if (one.isSent()) {
                    images.put(one, producer.send(one.image(keepsTimestamps)));
                }
                marks.add(producer.send(one.mark()));
            }
            return Optional.empty();
        } catch (KafkaException e) {
            return Optional.of(e);
        }
    }

    private static Set<Outgoing> tooLarge(Map<Outgoing, Future<RecordMetadata>> images) {
        Set<Outgoing> tooLarge = new LinkedHashSet<>();
        images.forEach((one, image) -> {
            try {
                Answers.await(image);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RecordTooLargeException) {
                    tooLarge.add(one);
                }
            }
        });
        return tooLarge;
    }

    /** Ends the transaction, so that nobody waits for it to time out, and says why. */
    private StreamerException given(KafkaException why) {
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            // Another has ended it, or it is being committed.
            why.addSuppressed(e);
        }
        return failure(why);
    }

    private StreamerException failure(KafkaException why) {
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            // What a producer hears whose transaction another has ended depends on what it was just asking.
            if (cause instanceof ProducerFencedException
                    || cause instanceof InvalidProducerEpochException
                    || cause instanceof InvalidTxnStateException
                    || cause instanceof InvalidPidMappingException) {
                return new StreamerException(
                        "another replay of this topic has begun and goes on in place of this one, or a transaction took"
                                + " longer than " + KafkaClients.TRANSACTION.toSeconds() + " s",
                        why);
            }
            if (cause instanceof AuthorizationException) {
                return new StreamerException(
                        StreamerException.rootCause(cause) + ": a replay needs rights beyond those of a streamer"
                                + " (streamer/OPERATIONS.md, Send dead letters again)",
                        why);
            }
        }
        return Answers.failure(why, bootstrapServers);
    }

    /** A broker that is just ending the transaction for another replay may not find the right word for a commit of it. */
    private void commit() {
        try {
            producer.commitTransaction();
        } catch (KafkaException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            if (root.getClass() != KafkaException.class) {
                throw e;
            }
            throw new StreamerException(
                    root.getMessage()
                            + ": most often because another replay of this topic has begun and goes on in place of"
                            + " this one; if not, the log of the brokers says why",
                    e);
        }
    }
}
