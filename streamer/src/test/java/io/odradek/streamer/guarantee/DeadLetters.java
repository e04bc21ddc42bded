package io.odradek.streamer.guarantee;

import io.odradek.streamer.kit.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.awaitility.Awaitility;

/** The topic of dead letters, which may be deleted: what stood in it is kept here. Not thread-safe. */
final class DeadLetters {
    private static final String TOPIC = "images-dlq";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final AnswerWatch watch;
    /** Until every broker knows a topic that was made, and until an image is answered. */
    private static final long MARGIN_MILLIS = 2_000;

    private final List<ConsumerRecord<byte[], byte[]>> kept = new ArrayList<>();
    private final List<Absence> absences = new ArrayList<>();
    private long deleted;

    DeadLetters(Cluster cluster, AnswerWatch watch) {
        this.cluster = cluster;
        this.watch = watch;
    }

    /** The topic was not there, or not on each broker. */
    private record Absence(long from, long to) {
        boolean isAt(long millis) {
            return from <= millis && millis <= to;
        }
    }

    /** Deletes the topic, and waits until no broker knows it. */
    void delete() {
        kept.addAll(cluster.read(TOPIC));
        deleted = System.currentTimeMillis() - MARGIN_MILLIS;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            Awaitility.await().atMost(PATIENCE).until(() -> isDeleted(admin));
        }
    }

    private static boolean isDeleted(Admin admin) throws InterruptedException {
        try {
            admin.deleteTopics(List.of(TOPIC)).all().get();
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof UnknownTopicOrPartitionException;
        }
    }

    /** Creates it, as soon as three brokers are there for its replicas. */
    void create() {
        Awaitility.await().atMost(PATIENCE).until(this::isCreated);
        absences.add(new Absence(deleted, System.currentTimeMillis() + MARGIN_MILLIS));
        watch.readDeadLettersAgain();
    }

    private boolean isCreated() {
        try {
            cluster.createDeadLetters();
            return true;
        } catch (IllegalStateException e) {
            // A broker is away.
            return e.getCause() instanceof ExecutionException cause
                    && cause.getCause() instanceof org.apache.kafka.common.errors.TopicExistsException;
        }
    }

    /**
     * Whether its order is promised. A partition of a new topic takes whatever a producer sends first: of what was on its way
     * when the topic came, it may take the second batch before the first, which it had refused a moment ago.
     */
    boolean isOrdered(ConsumerRecord<byte[], byte[]> letter) {
        return absences.stream().noneMatch(absence -> absence.isAt(letter.timestamp()));
    }

    /** All that ever stood there, in order. */
    List<ConsumerRecord<byte[], byte[]>> all() {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(kept);
        all.addAll(cluster.read(TOPIC));
        return all;
    }
}
