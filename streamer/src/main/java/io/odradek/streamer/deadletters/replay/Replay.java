package io.odradek.streamer.deadletters.replay;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.deadletters.DeadLetterReader;
import io.odradek.streamer.deadletters.Letter;
import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.ReplayMark;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.topics.KafkaClients;
import io.odradek.streamer.topics.TopicAdmin;
import io.odradek.streamer.topics.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/**
 * Sends chosen dead letters to their topic of images again, each once: with each image goes a {@link ReplayMark} in one
 * transaction, and what has its mark is not sent. It reads the dead-letter topic twice up to one end: for the marks, then
 * for the dead letters.
 *
 * <p>Of all that has been marked nothing may be overlooked. So the transactions of another replay are ended first, and the
 * end is that of all records, not of the committed ones: marks may lie behind a transaction of a streamer that is still
 * open, and are waited for.
 *
 * <p>Holds one fetch and one transaction. Not thread-safe.
 */
public final class Replay {
    /** Behind the dead-letter topic's name: the transactional id. */
    public static final String TRANSACTIONS = "-replay";

    /** Of a record; how large one may be says its topic. */
    private static final int MAX_REQUEST_BYTES = 1 << 30;

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final StreamerConfig config;
    private final Order order;
    private final TopicReader.Progress progress;
    private final BooleanSupplier isStopped;
    private final String deadLetters;
    private final KafkaClients clients;
    private final Account.Collector account = new Account.Collector();

    /**
     * Does not connect.
     *
     * @param progress is told how much of the topic has been read, of both times
     * @param isStopped whether it shall end behind the transaction that is open; asked on this thread
     * @throws io.odradek.streamer.config.ConfigException when Kafka refuses a setting
     */
    public Replay(StreamerConfig config, Order order, TopicReader.Progress progress, BooleanSupplier isStopped) {
        this.config = config;
        this.order = order;
        this.progress = progress;
        this.isStopped = isStopped;
        this.deadLetters = config.topics().deadLetters();
        this.clients = new KafkaClients(config);
    }

    /** Thrown through the reader, to leave it. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Sends them; once.
     *
     * @throws io.odradek.streamer.config.ConfigException when the partition that is asked for does not exist
     * @throws io.odradek.streamer.config.StreamerException when a topic is missing, or Kafka refuses or does not answer
     */
    public Account run() {
        try (DeadLetterReader reader = new DeadLetterReader(config);
                TopicAdmin admin = new TopicAdmin(clients.bootstrapServers(), clients.adminSettings())) {
            List<TopicPartition> partitions = reader.partitions(order.range());
            return order.isDryRun() ? tried(reader, admin, partitions) : sent(reader, admin, partitions);
        }
    }

    private Account tried(DeadLetterReader reader, TopicAdmin admin, List<TopicPartition> partitions) {
        return read(reader, admin, partitions, one -> settled(one, one.isSent() ? Fate.SENT : Fate.REPEATED), () -> {});
    }

    private Account sent(DeadLetterReader reader, TopicAdmin admin, List<TopicPartition> partitions) {
        Producer<byte[], byte[]> producer = clients.transactional(deadLetters + TRANSACTIONS, MAX_REQUEST_BYTES);
        try {
            Sender sender = new Sender(producer, clients.bootstrapServers(), order.keepsTimestamps());
            sender.begin();
            Batches batches = new Batches(sender, order.rate(), this::settled);
            return read(reader, admin, partitions, batches::add, batches::flush);
        } finally {
            producer.close(CLOSE);
        }
    }

    private Account read(
            DeadLetterReader reader,
            TopicAdmin admin,
            List<TopicPartition> partitions,
            Consumer<Outgoing> sink,
            Runnable end) {
        List<String> images = config.topics().images();
        History history = new History();
        Choice choice = new Choice(order, images, admin.partitions(images), history);
        // Before a chosen offset too: the image may have another dead letter there.
        Map<TopicPartition, Long> begins =
                reader.begins(partitions, order.range().withoutOffset());
        Map<TopicPartition, Long> ends = admin.uncommittedEnds(partitions);
        try {
            reader.read(begins, ends, unlessStopped(history::add), (at, all) -> progress.at(at, 2 * all));
            reader.read(
                    begins,
                    ends,
                    unlessStopped(record -> choose(record, choice, sink)),
                    (at, all) -> progress.at(all + at, 2 * all));
            end.run();
        } catch (Stopped e) {
            return account.result(deadLetters, order.isDryRun(), true);
        }
        return account.result(deadLetters, order.isDryRun(), false);
    }

    private Consumer<ConsumerRecord<byte[], byte[]>> unlessStopped(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        return record -> {
            if (isStopped.getAsBoolean()) {
                throw new Stopped();
            }
            sink.accept(record);
        };
    }

    private void choose(ConsumerRecord<byte[], byte[]> record, Choice choice, Consumer<Outgoing> sink) {
        if (ReplayMark.is(record.headers())) {
            return;
        }
        if (!choice.isChosen(record)) {
            choice.passBy(record);
            return;
        }
        String reason = Letter.reason(record.headers());
        if (reason.equals(Letter.FOREIGN)) {
            account.foreign();
            return;
        }
        Fate fate = choice.fate(record);
        if (fate == Fate.SENT || fate == Fate.REPEATED) {
            sink.accept(
                    new Outgoing(record, DeadLetter.sourceOf(record.headers()).orElseThrow(), fate == Fate.SENT));
        } else {
            account.add(reason, new Source(record.topic(), record.partition(), record.offset()), fate);
        }
    }

    private void settled(Outgoing one, Fate fate) {
        account.add(Letter.reason(one.letter().headers()), one.place(), fate);
    }
}
