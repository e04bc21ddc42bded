package io.odradek.streamer.loader;

import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.model.Admission;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.LoadedModel;
import io.odradek.streamer.model.ModelHolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
 * Follows the {@code models} topic on a thread of its own and swaps the live model. Reads from the beginning at each
 * start, and decides only when it has read to the end: an old pointer must not load an old model first.
 *
 * <p>Not a global store of Kafka Streams: with one, images would flow before a model is there, and every model would
 * stay in memory.
 */
public final class ModelsTopicLoader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** After a full disk, say. */
    private static final Duration READ_AGAIN = Duration.ofSeconds(15);

    /**
     * ONNX Runtime 1.29 matches the process's command line against a regular expression when it is first used, and needs
     * some hundred bytes of stack for each character: with Java's usual megabyte, a command line of 4,000 characters ends
     * the process without a word. This much holds the longest that Linux allows; only what is used becomes real memory.
     */
    private static final long STACK_BYTES = 64L << 20;

    private static final Duration STOP = Duration.ofSeconds(5);

    private final Map<String, Object> consumerSettings;
    private final TopicPartition partition;
    private final String name;
    private final AdmissionGate gate;
    private final ModelHolder holder;
    private final ModelEvents events;
    private final Path directory;
    private final Thread thread = new Thread(null, this::run, "odradek-models", STACK_BYTES);
    /** Why a file was refused, by version and digest: it is not tried again. */
    private final Map<String, String> refused = new HashMap<>();

    private volatile boolean stopping;
    private @Nullable String liveVersion;
    private @Nullable String liveSha256;
    private String waitingFor = "";
    /** The topic was read to this offset, now or before it had to be read again. */
    private long readTo;

    /**
     * Does not start.
     *
     * @param consumerSettings Kafka settings of the consumer; group and offsets are not used
     * @param topic the topic, of one partition
     * @param name the model's name
     * @param directory where model files are spooled, in a new directory below it
     * @param holder receives each admitted model
     */
    public ModelsTopicLoader(
            Map<String, Object> consumerSettings,
            String topic,
            String name,
            Path directory,
            AdmissionGate gate,
            ModelHolder holder,
            ModelEvents events) {
        this.consumerSettings = new HashMap<>(consumerSettings);
        this.consumerSettings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.consumerSettings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.consumerSettings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.partition = new TopicPartition(topic, 0);
        this.name = name;
        this.directory = directory;
        this.gate = gate;
        this.holder = holder;
        this.events = events;
        thread.setDaemon(true);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /**
     * Stops the thread; the live model stays with the holder.
     *
     * @throws IllegalStateException when the thread does not end within some seconds
     */
    @Override
    public void close() {
        stopping = true;
        // Not an interrupt: it would be lost on, or break, an admission that is under way.
        try {
            thread.join(STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("a model is still being admitted after " + STOP.toSeconds() + " s");
        }
    }

    private void run() {
        try (Spool spool = Spool.under(directory);
                Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        consumerSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            while (!stopping) {
                follow(consumer, spool);
            }
        } catch (Throwable e) {
            // An Error too: a native library that cannot be loaded is one, and nobody else would hear of it.
            if (!stopping) {
                events.failed(e);
            }
        }
    }

    /** Reads the topic from its beginning, and goes on until somebody stops it or it must be read again. */
    private void follow(Consumer<byte[], byte[]> consumer, Spool spool) {
        TopicModels registry = new TopicModels(name, spool, events, readTo);
        consumer.seekToBeginning(List.of(partition));
        boolean caughtUp = false;
        long readAgainAt = Long.MAX_VALUE;
        while (!stopping && System.nanoTime() < readAgainAt) {
            try {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                records.forEach(registry::apply);
                readTo = Math.max(readTo, consumer.position(partition));
                if (!caughtUp || !records.isEmpty()) {
                    caughtUp = caughtUp || isAtEnd(consumer);
                    if (caughtUp && !reconcile(registry, spool)) {
                        readAgainAt = System.nanoTime() + READ_AGAIN.toNanos();
                    }
                }
            } catch (InvalidOffsetException e) {
                // The topic was truncated or created anew.
                events.unreadable("its records changed, reading it again: " + e.getMessage());
                readTo = 0;
                return;
            } catch (KafkaException e) {
                events.unreadable(String.valueOf(e.getMessage()));
                pause();
            }
        }
    }

    private boolean isAtEnd(Consumer<byte[], byte[]> consumer) {
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        return consumer.position(partition) >= end;
    }

    /**
     * Brings the live model in line with the registry.
     *
     * @return false when a wanted file is in the topic but not on disk, so that the topic must be read again
     */
    private boolean reconcile(TopicModels registry, Spool spool) {
        if (registry.pointer() == null) {
            waiting("a pointer for model \"" + name + "\" in topic " + partition.topic()
                    + ": publish and promote a model with that name");
            return true;
        }
        String wanted = registry.pointer().live();
        // The older ones for a restart during a bad promotion: the other instances still serve what was live before.
        List<String> candidates = new ArrayList<>(List.of(wanted));
        if (liveVersion == null) {
            candidates.addAll(registry.pointer().previous());
        }
        boolean wantedIsHere = isOnDisk(wanted, registry, spool);
        for (String version : candidates) {
            if (isOnDisk(version, registry, spool) && tryVersion(version, registry, spool)) {
                break;
            }
        }
        waiting(missing(wanted, registry));
        return wantedIsHere;
    }

    private static boolean isOnDisk(String version, TopicModels registry, Spool spool) {
        String sha256 = registry.artefact(version);
        return sha256 == null ? registry.unkept(version) == null : spool.has(sha256);
    }

    /** What keeps the wanted version from going live; empty when it is live, or refused while another one is. */
    private String missing(String wanted, TopicModels registry) {
        if (wanted.equals(liveVersion)) {
            return "";
        }
        String file = "the file of " + name + "@" + wanted;
        if (registry.unkept(wanted) != null) {
            return "room on disk for " + file + ": " + registry.unkept(wanted);
        }
        String sha256 = registry.artefact(wanted);
        if (sha256 == null) {
            return file + ", which the pointer names, in topic " + partition.topic();
        }
        String why = refused.get(wanted + sha256);
        if (why == null) {
            return file + ", which is gone from disk: the topic is read again";
        }
        return liveVersion == null ? name + "@" + wanted + " was refused (" + why + "): publish another version" : "";
    }

    /** Whether the version is live now. */
    private boolean tryVersion(String version, TopicModels registry, Spool spool) {
        String sha256 = registry.artefact(version);
        if (sha256 == null || refused.containsKey(version + sha256)) {
            return false;
        }
        if (version.equals(liveVersion)) {
            return sha256.equals(liveSha256) || refuse(version, sha256, Stage.CONTRACT, anotherFile());
        }
        long start = System.nanoTime();
        Admission admission = gate.admit(spool.path(sha256), name, version);
        if (admission instanceof Admission.Refused no) {
            return refuse(version, sha256, no.stage(), no.why());
        }
        LoadedModel model = ((Admission.Admitted) admission).model();
        holder.swap(model);
        liveVersion = version;
        liveSha256 = sha256;
        waitingFor = "";
        events.live(model.ref(), Duration.ofNanos(System.nanoTime() - start));
        return true;
    }

    private String anotherFile() {
        return "another file was published under the version in force, which stays: publish it under a new version";
    }

    private boolean refuse(String version, String sha256, Stage stage, String why) {
        refused.put(version + sha256, stage.tag() + ": " + why);
        events.refused(version, sha256, stage, why);
        return false;
    }

    private void waiting(String what) {
        if (!what.equals(waitingFor)) {
            waitingFor = what;
            events.waiting(what);
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
        } catch (InterruptedException e) {
            stopping = true;
        }
    }
}
