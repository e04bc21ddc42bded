package io.odradek.streamer.loader;

import io.odradek.streamer.fetch.Fetcher;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.ModelHolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Follows the {@code models} topic and swaps the live model. Reads from the beginning at each start, and decides only
 * when it has read to the end: an old pointer must not load an old model first.
 *
 * <p>Not a global store of Kafka Streams: with one, images would flow before a model is there, and every model would
 * stay in memory.
 */
public final class ModelsTopicLoader implements ModelLoader {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** After a full disk, or an origin that is away. */
    private static final Duration AGAIN = Duration.ofSeconds(15);

    /** How long the broker may take to answer; a stop waits for it. */
    private static final Duration ANSWER = Duration.ofSeconds(3);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Map<String, Object> adminSettings;
    private final TopicPartition partition;
    private final String name;
    private final Fetcher fetcher;
    private final LiveModel live;
    private final ModelEvents events;
    private final Duration again;
    private final LoaderThread thread;
    /** The topic was read to this offset, now or before it had to be read again. */
    private long readTo;

    /**
     * Does not start.
     *
     * @param consumerSettings Kafka settings of the consumer; group and offsets are not used
     * @param adminSettings Kafka settings of the client that notices a new topic under the name
     * @param topic the topic, of one partition
     * @param name the model's name
     * @param directory where model files are spooled, in a new directory below it
     * @param fetcher fetches the files that the topic only refers to
     * @param holder receives each admitted model
     */
    public ModelsTopicLoader(
            Map<String, Object> consumerSettings,
            Map<String, Object> adminSettings,
            String topic,
            String name,
            Path directory,
            Fetcher fetcher,
            AdmissionGate gate,
            ModelHolder holder,
            ModelEvents events) {
        this(
                () -> consumer(consumerSettings),
                adminSettings,
                topic,
                name,
                directory,
                fetcher,
                new LiveModel(name, gate, holder, events),
                events,
                AGAIN);
    }

    ModelsTopicLoader(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Map<String, Object> adminSettings,
            String topic,
            String name,
            Path directory,
            Fetcher fetcher,
            LiveModel live,
            ModelEvents events,
            Duration again) {
        this.consumers = consumers;
        this.adminSettings = Map.copyOf(adminSettings);
        this.partition = new TopicPartition(topic, 0);
        this.name = name;
        this.fetcher = fetcher;
        this.live = live;
        this.events = events;
        this.again = again;
        this.thread = new LoaderThread(directory, events, this::run);
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> given) {
        Map<String, Object> settings = new HashMap<>(given);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.close();
    }

    private void run(Spool spool) {
        try (TopicWatch watch = new TopicWatch(adminSettings, partition.topic());
                Consumer<byte[], byte[]> consumer = consumers.get();
                Fetches fetches = new Fetches(fetcher)) {
            Promotion promotion = new Promotion(name, partition.topic(), live, fetches, spool, thread, again);
            consumer.assign(List.of(partition));
            while (!thread.isStopping()) {
                follow(consumer, watch, promotion, new TopicModels(name, spool, events, readTo));
            }
        }
    }

    /** Reads the topic from its beginning, and goes on until somebody stops it or it must be read again. */
    private void follow(Consumer<byte[], byte[]> consumer, TopicWatch watch, Promotion promotion, TopicModels models) {
        consumer.seekToBeginning(List.of(partition));
        boolean caughtUp = false;
        // Something was read, or may have been, that was not carried out yet: whatever fails in between, it will be.
        boolean dirty = true;
        Promotion.Next next = Promotion.Next.WAIT;
        long dueAt = 0;
        while (!thread.isStopping() && !isAnother(watch, promotion)) {
            boolean due = next != Promotion.Next.WAIT && System.nanoTime() - dueAt >= 0;
            if (due && next == Promotion.Next.READ_AGAIN) {
                return;
            }
            try {
                dirty |= read(consumer, models);
                caughtUp = caughtUp || isAtEnd(consumer);
                if (caughtUp && (dirty || due || promotion.hasNews())) {
                    if (due) {
                        promotion.forgetFailures();
                    }
                    if (due || next == Promotion.Next.WAIT) {
                        dueAt = System.nanoTime() + again.toNanos();
                    }
                    next = promotion.carryOut(models);
                    dirty = false;
                }
            } catch (InvalidOffsetException e) {
                // The topic was truncated or created anew.
                unreadable("its records changed, reading it again: " + e.getMessage());
                readTo = 0;
                promotion.followAnother();
                return;
            } catch (KafkaException e) {
                unreadable(String.valueOf(e.getMessage()));
                thread.pause(RETRY);
            }
        }
    }

    /** Whether there was something to read. */
    private boolean read(Consumer<byte[], byte[]> consumer, TopicModels models) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            models.apply(record);
            readTo = Math.max(readTo, record.offset() + 1);
        }
        return !records.isEmpty();
    }

    private boolean isAtEnd(Consumer<byte[], byte[]> consumer) {
        long end = consumer.endOffsets(List.of(partition), ANSWER).getOrDefault(partition, 0L);
        return consumer.position(partition, ANSWER) >= end;
    }

    private boolean isAnother(TopicWatch watch, Promotion promotion) {
        boolean another = watch.isAnother();
        if (another) {
            live.readable();
            readTo = 0;
            promotion.followAnother();
            unreadable("it was created anew, reading it from its beginning");
        } else if (watch.isMissing()) {
            live.unreadable("topic " + partition.topic() + " does not exist any more: create it again");
        }
        return another;
    }

    private void unreadable(String why) {
        events.unreadable("the models topic cannot be read: " + why);
    }
}
