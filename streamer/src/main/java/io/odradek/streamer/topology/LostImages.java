package io.odradek.streamer.topology;

import io.odradek.streamer.metrics.TopicMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts images that retention removed before they were read. Kafka's consumer goes on with the oldest one that is left,
 * and says nothing.
 *
 * <p>It sees each poll on the stream thread, before anything of it is processed or committed. A partition's first offset
 * should be where its last poll ended or, at its first poll, what the group has committed: that is asked for, once for
 * each assignment. A jump may also be transaction markers, aborted records or compaction. So the log's start is asked
 * for, on another thread, and only offsets below it are lost.
 *
 * <p>The count is of offsets: markers among removed images count, and so do markers that were skipped within the tenth of
 * a second before retention removed them. An offset is counted once in this process; another instance that takes a
 * partition over before progress is committed counts it again. Nothing here disturbs the stream thread: a failure is
 * counted and logged.
 *
 * <p>Thread-safe; each stream thread has its own positions.
 */
public final class LostImages {
    private static final long CHECK_DELAY_MILLIS = 100;

    private static final long RETRY_DELAY_MILLIS = 1_000;

    /** More gaps than this wait for nobody: the broker is not answering. */
    private static final int MAX_PENDING = 10_000;

    private static final int ATTEMPTS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(LostImages.class);

    private final String topic;
    private final Log log;
    private final ScheduledExecutorService executor;
    private final TopicMetrics metrics;
    private final Map<Thread, Map<Integer, Long>> positions = new ConcurrentHashMap<>();
    private final BlockingQueue<Gap> pending = new ArrayBlockingQueue<>(MAX_PENDING);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    /** The end of what was counted last, for each partition; used by the executor alone. */
    private final Map<Integer, Long> counted = new HashMap<>();

    /** Used by the executor alone. */
    private long total;

    private volatile String last = "";

    /** What the broker knows of the images topic. Both wait for a bounded time, and throw when it does not answer. */
    public interface Log {
        /** The group's committed offsets; a partition without one is left out. */
        Map<Integer, Long> committed(Set<Integer> partitions);

        /** The oldest offset of each partition. */
        Map<Integer, Long> starts(Set<Integer> partitions);
    }

    /** A partition's part of a poll: its first offset, and the one to be polled next. */
    private record Polled(int partition, long first, long next) {}

    /** Offsets that were not polled: {@code from}, and up to {@code to}, without it. */
    private record Gap(int partition, long from, long to, int attempt) {}

    /**
     * Has seen nothing.
     *
     * @param topic the images topic
     * @param executor where the log's start is asked for; of one thread
     */
    public LostImages(String topic, Log log, ScheduledExecutorService executor, TopicMetrics metrics) {
        this.topic = topic;
        this.log = log;
        this.executor = executor;
        this.metrics = metrics;
    }

    /** How many, and where the last ones were; empty when none is lost. */
    public String report() {
        return last;
    }

    /** Sees what the consumer of the current thread returned; never throws. */
    void polled(ConsumerRecords<byte[], byte[]> records) {
        try {
            Map<Integer, Long> expected = positions.computeIfAbsent(Thread.currentThread(), t -> new HashMap<>());
            Map<Integer, Long> fresh = new HashMap<>();
            for (Polled polled : perPartition(records)) {
                Long position = expected.put(polled.partition(), polled.next());
                if (position == null) {
                    fresh.put(polled.partition(), polled.first());
                } else {
                    suspect(polled.partition(), position, polled.first());
                }
            }
            if (!fresh.isEmpty()) {
                log.committed(fresh.keySet())
                        .forEach((partition, committed) ->
                                suspect(partition, committed, fresh.getOrDefault(partition, committed)));
            }
        } catch (RuntimeException e) {
            failed("what was polled could not be checked for lost images", e);
        }
    }

    /** Forgets a partition for the current thread. */
    void forget(int partition) {
        Map<Integer, Long> mine = positions.get(Thread.currentThread());
        if (mine != null) {
            mine.remove(partition);
        }
    }

    /** Forgets everything of the current thread. */
    void forgetAll() {
        positions.remove(Thread.currentThread());
    }

    /** Also the partitions of which only the position moved on. */
    private List<Polled> perPartition(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, OffsetAndMetadata> next = records.nextOffsets();
        Set<TopicPartition> partitions = new HashSet<>(next.keySet());
        partitions.addAll(records.partitions());
        List<Polled> all = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            List<ConsumerRecord<byte[], byte[]>> polled = records.records(partition);
            OffsetAndMetadata position = next.get(partition);
            if (partition.topic().equals(topic) && (position != null || !polled.isEmpty())) {
                long end = position == null ? polled.get(polled.size() - 1).offset() + 1 : position.offset();
                all.add(new Polled(
                        partition.partition(),
                        polled.isEmpty() ? end : polled.get(0).offset(),
                        end));
            }
        }
        return all;
    }

    private void suspect(int partition, long from, long to) {
        if (from < to) {
            enqueue(new Gap(partition, from, to, 1), CHECK_DELAY_MILLIS);
        }
    }

    private void enqueue(Gap gap, long delayMillis) {
        if (!pending.offer(gap)) {
            metrics.lostCheckFailed();
        } else if (scheduled.compareAndSet(false, true)) {
            Future<?> unused = executor.schedule(this::check, delayMillis, TimeUnit.MILLISECONDS);
        }
    }

    /** Compares the gaps that wait with the log's start. On the executor. */
    private void check() {
        scheduled.set(false);
        List<Gap> gaps = new ArrayList<>();
        pending.drainTo(gaps);
        try {
            Map<Integer, Long> starts =
                    log.starts(gaps.stream().map(Gap::partition).collect(Collectors.toSet()));
            gaps.forEach(gap -> count(gap, starts.getOrDefault(gap.partition(), 0L)));
        } catch (RuntimeException e) {
            again(gaps, e);
        }
    }

    private void again(List<Gap> gaps, RuntimeException why) {
        List<Gap> given = gaps.stream().filter(gap -> gap.attempt() >= ATTEMPTS).toList();
        if (!given.isEmpty()) {
            failed(
                    "jumps in the offsets of " + topic + " that nobody can explain: " + given.size()
                            + ", the first over "
                            + given.get(0).from() + " to " + (given.get(0).to() - 1) + " of partition "
                            + given.get(0).partition(),
                    why);
        }
        for (Gap gap : gaps) {
            if (gap.attempt() < ATTEMPTS) {
                enqueue(new Gap(gap.partition(), gap.from(), gap.to(), gap.attempt() + 1), RETRY_DELAY_MILLIS);
            }
        }
    }

    private void count(Gap gap, long logStart) {
        long from = Math.max(gap.from(), counted.getOrDefault(gap.partition(), 0L));
        long to = Math.min(gap.to(), logStart);
        if (from >= to) {
            return;
        }
        counted.put(gap.partition(), to);
        total += to - from;
        metrics.lost(to - from);
        String where = String.format(
                Locale.ROOT, "offsets %d to %d of %s-%d, %,d in all", from, to - 1, topic, gap.partition(), to - from);
        last = String.format(
                Locale.ROOT,
                "%,d images since start, removed by retention before they were read; last: %s",
                total,
                where);
        LOG.error(
                "lost: {}: retention removed them before they were read; raise retention.ms or retention.bytes of topic"
                        + " {}, or classify faster (more instances, or odradek.threads)",
                where,
                topic);
    }

    private void failed(String what, RuntimeException why) {
        metrics.lostCheckFailed();
        LOG.warn("{}: {}", what, why.getMessage());
    }
}
