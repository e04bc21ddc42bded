package io.odradek.streamer.loader;

import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.fetch.Fetched;
import io.odradek.streamer.fetch.Fetcher;
import io.odradek.streamer.fetch.ModelReference;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.ModelHolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

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

    private static final String ANOTHER_FILE =
            "another file was published under the version in force, which stays: publish it under a new version";

    /** What is to be done when there is no new record. */
    private enum Next {
        /** Nothing. */
        WAIT,
        /** To try again after a while. */
        TRY_AGAIN,
        /** To read the topic again after a while: a file that it holds is not on disk. */
        READ_AGAIN
    }

    private final Map<String, Object> consumerSettings;
    private final Map<String, Object> adminSettings;
    private final TopicPartition partition;
    private final String name;
    private final Fetcher fetcher;
    private final LiveModel live;
    private final ModelEvents events;
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
     * @param fetcher fetches the files that the topic only refers to; closed with the loader
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
        this.consumerSettings = new HashMap<>(consumerSettings);
        this.consumerSettings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.consumerSettings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.consumerSettings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.adminSettings = Map.copyOf(adminSettings);
        this.partition = new TopicPartition(topic, 0);
        this.name = name;
        this.fetcher = fetcher;
        this.live = new LiveModel(name, gate, holder, events);
        this.events = events;
        this.thread = new LoaderThread(directory, events, this::run);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        fetcher.close();
        thread.close();
    }

    private void run(Spool spool) {
        try (TopicWatch watch = new TopicWatch(adminSettings, partition.topic());
                Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        consumerSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            while (!thread.isStopping()) {
                follow(consumer, watch, spool);
            }
        }
    }

    /** Reads the topic from its beginning, and goes on until somebody stops it or it must be read again. */
    private void follow(Consumer<byte[], byte[]> consumer, TopicWatch watch, Spool spool) {
        TopicModels registry = new TopicModels(name, spool, events, readTo);
        consumer.seekToBeginning(List.of(partition));
        boolean caughtUp = false;
        Next next = Next.WAIT;
        long dueAt = 0;
        while (!thread.isStopping() && !isAnother(watch)) {
            boolean due = next != Next.WAIT && System.nanoTime() - dueAt >= 0;
            if (due && next == Next.READ_AGAIN) {
                return;
            }
            try {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                records.forEach(registry::apply);
                readTo = Math.max(readTo, consumer.position(partition, ANSWER));
                boolean arrived = !caughtUp && isAtEnd(consumer);
                caughtUp |= arrived;
                if (caughtUp && (arrived || due || !records.isEmpty())) {
                    next = reconcile(registry, spool);
                    dueAt = System.nanoTime() + AGAIN.toNanos();
                }
            } catch (InvalidOffsetException e) {
                // The topic was truncated or created anew.
                unreadable("its records changed, reading it again: " + e.getMessage());
                readTo = 0;
                return;
            } catch (KafkaException e) {
                unreadable(String.valueOf(e.getMessage()));
                thread.pause(RETRY);
            }
        }
    }

    private boolean isAtEnd(Consumer<byte[], byte[]> consumer) {
        long end = consumer.endOffsets(List.of(partition), ANSWER).getOrDefault(partition, 0L);
        return consumer.position(partition, ANSWER) >= end;
    }

    private boolean isAnother(TopicWatch watch) {
        boolean another = watch.isAnother();
        if (another) {
            live.readable();
            readTo = 0;
            unreadable("it was created anew, reading it from its beginning");
        } else if (watch.isMissing()) {
            live.unreadable("topic " + partition.topic() + " does not exist any more: create it again");
        }
        return another;
    }

    private void unreadable(String why) {
        events.unreadable("the models topic cannot be read: " + why);
    }

    /** Brings the live model in line with the registry. */
    private Next reconcile(TopicModels registry, Spool spool) {
        if (registry.pointer() == null) {
            live.waiting("a pointer for model \"" + name + "\" in topic " + partition.topic()
                    + ": publish and promote a model with that name");
            return Next.WAIT;
        }
        String wanted = registry.pointer().live();
        // The older ones for a restart during a bad promotion: the other instances still serve what was live before.
        List<String> candidates = new ArrayList<>(List.of(wanted));
        if (live.ref() == null) {
            candidates.addAll(registry.pointer().previous());
        }
        Map<String, String> away = new HashMap<>();
        Next next = isKept(wanted, registry, spool) ? Next.WAIT : Next.READ_AGAIN;
        for (String version : candidates) {
            if (isKept(version, registry, spool) && tryVersion(version, registry, spool, away)) {
                break;
            }
        }
        if (!thread.isStopping()) {
            live.pending(missing(wanted, registry, away));
        }
        boolean isAway = live.ref() == null ? !away.isEmpty() : away.containsKey(wanted);
        return next == Next.WAIT && isAway ? Next.TRY_AGAIN : next;
    }

    /** False when the topic holds the version's file, and the disk does not. */
    private static boolean isKept(String version, TopicModels registry, Spool spool) {
        Artefact artefact = registry.artefact(version);
        return artefact == null
                ? registry.unkept(version) == null
                : artefact.reference() != null || spool.has(artefact.sha256());
    }

    /** What keeps the wanted version from going live; empty when it is live, or refused while another one is. */
    private String missing(String wanted, TopicModels registry, Map<String, String> away) {
        ModelRef now = live.ref();
        if (now != null && wanted.equals(now.version())) {
            return "";
        }
        String file = "the file of " + name + "@" + wanted;
        if (registry.unkept(wanted) != null) {
            return "room on disk for " + file + ": " + registry.unkept(wanted);
        }
        Artefact artefact = registry.artefact(wanted);
        if (artefact == null) {
            return file + ", which the pointer names, in topic " + partition.topic();
        }
        if (away.containsKey(wanted)) {
            return file + ": " + away.get(wanted);
        }
        String why = refusal(wanted, artefact);
        if (why == null) {
            return file + ", which is gone from disk: the topic is read again";
        }
        return now == null ? name + "@" + wanted + " was refused (" + why + "): publish another version" : "";
    }

    private @Nullable String refusal(String version, Artefact artefact) {
        String refused = live.refusal(version + artefact.sha256());
        return refused == null ? live.refusal(version + artefact.record()) : refused;
    }

    /** Whether the version is live now; if its origin is away, or memory is short, that is noted in {@code away}. */
    private boolean tryVersion(String version, TopicModels registry, Spool spool, Map<String, String> away) {
        Artefact artefact = registry.artefact(version);
        if (artefact == null || refusal(version, artefact) != null) {
            return false;
        }
        ModelRef now = live.ref();
        if (now != null && version.equals(now.version())) {
            return artefact.sha256().equals(now.sha256())
                    || live.refuse(
                            version, version + artefact.sha256(), artefact.sha256(), Stage.CONTRACT, ANOTHER_FILE);
        }
        if (artefact.reference() == null) {
            return tryFile(version, artefact, spool.path(artefact.sha256()), away);
        }
        Path file = spool.fetched(artefact.sha256());
        try {
            return tryReference(version, artefact, artefact.reference(), file, away);
        } finally {
            delete(file);
        }
    }

    private boolean tryReference(
            String version, Artefact artefact, ModelReference reference, Path file, Map<String, String> away) {
        Fetched fetched = fetcher.fetch(reference, file);
        if (fetched instanceof Fetched.Refused no) {
            return live.refuse(version, version + artefact.record(), artefact.sha256(), Stage.FETCH, no.why());
        }
        if (fetched instanceof Fetched.Unreachable no) {
            away.put(version, no.why());
            if (!thread.isStopping()) {
                live.unreadable("the file of " + name + "@" + version + " cannot be fetched: " + no.why());
            }
            return false;
        }
        return tryFile(version, artefact, file, away);
    }

    private boolean tryFile(String version, Artefact artefact, Path file, Map<String, String> away) {
        String shortage = live.shortage(file);
        if (!shortage.isEmpty()) {
            away.put(version, shortage);
            live.unreadable("the file of " + name + "@" + version + " waits: " + shortage);
            return false;
        }
        live.readable();
        String sha256 = artefact.sha256();
        return live.tryFile(version, version + sha256, sha256, version, file, thread);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The spool's directory is deleted as a whole at the end.
        }
    }
}
