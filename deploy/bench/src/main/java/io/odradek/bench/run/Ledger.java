package io.odradek.bench.run;

import io.odradek.bench.entry.Entry;
import io.odradek.broker.Topics;
import io.odradek.quickstart.console.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** Topics, how many answers are in them, and the removal of what was measured. Used by one thread. */
final class Ledger implements AutoCloseable {
    /** The streamer asks for room for the headers that it adds to the largest image. */
    private static final Map<String, String> ROOM = Map.of("max.message.bytes", String.valueOf(2 << 20));

    private final String bootstrap;
    private final Admin admin;

    Ledger(String bootstrap) {
        this.bootstrap = bootstrap;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    }

    /** Creates the topics of these entries. */
    void create(List<Entry> entries) {
        List<NewTopic> topics = new ArrayList<>();
        for (Entry entry : entries) {
            topics.add(new NewTopic(entry.imagesTopic(), entry.partitions(), (short) 1));
            topics.add(new NewTopic(entry.answersTopic(), entry.partitions(), (short) 1).configs(ROOM));
        }
        Topics.create(bootstrap, topics);
    }

    /** How many images of this entry are answered: in the topic or, in a transaction, committed. */
    long answered(Entry entry) throws InterruptedException {
        return entry.exactlyOnce() ? committed(entry) : ends(entry);
    }

    /** A transaction's end is a record of its own in the topic of answers: what was read counts instead. */
    private long committed(Entry entry) throws InterruptedException {
        try {
            return admin.listConsumerGroupOffsets(entry.group()).partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(offset -> offset == null ? 0 : offset.offset())
                    .sum();
        } catch (ExecutionException e) {
            throw new Failure("cannot read the offsets of " + entry.group() + ": " + e.getCause(), e);
        }
    }

    private long ends(Entry entry) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int p = 0; p < entry.partitions(); p++) {
            latest.put(new TopicPartition(entry.answersTopic(), p), OffsetSpec.latest());
        }
        try {
            return admin.listOffsets(latest).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        } catch (ExecutionException e) {
            throw new Failure("cannot read the ends of " + entry.answersTopic() + ": " + e.getCause(), e);
        }
    }

    /** Removes what lies in this entry's topics: it has been measured, and a disk is finite. */
    void clear(Entry entry) throws InterruptedException {
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        for (String topic : List.of(entry.imagesTopic(), entry.answersTopic())) {
            for (int p = 0; p < entry.partitions(); p++) {
                all.put(new TopicPartition(topic, p), RecordsToDelete.beforeOffset(-1));
            }
        }
        try {
            admin.deleteRecords(all).all().get();
        } catch (ExecutionException e) {
            throw new Failure("cannot remove the records of " + entry.name() + ": " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
