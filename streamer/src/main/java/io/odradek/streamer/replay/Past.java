package io.odradek.streamer.replay;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.history.Range;
import io.odradek.streamer.message.PastPrediction;
import io.odradek.streamer.message.PredictionReader;
import io.odradek.streamer.topics.KafkaClients;
import io.odradek.streamer.topics.Pace;
import io.odradek.streamer.topics.TopicAdmin;
import io.odradek.streamer.topics.TopicReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * What was said of images. A streamer answers an image in the partition of the same number: where the two topics have as
 * many partitions, it is looked for there; where they have not, the topics were made anew or are not each other's, and it is
 * looked for in all of them. Not thread-safe.
 */
final class Past {
    private static final int FETCH_BYTES = 8 << 20;

    private final KafkaClients clients;
    private final TopicReader reader;
    private final TopicAdmin admin;
    private final String topic;
    private final List<TopicPartition> all;
    private final boolean isSameNumber;
    private volatile boolean isCut;

    /**
     * Asks for the partitions.
     *
     * @param images how many partitions the images have
     * @throws StreamerException when there is no such topic, or it may not be read
     */
    Past(KafkaClients clients, TopicReader reader, TopicAdmin admin, String topic, int images) {
        this.clients = clients;
        this.reader = reader;
        this.admin = admin;
        this.topic = topic;
        this.all = reader.partitions(topic, "--predictions");
        this.isSameNumber = all.size() == images;
        requireRight();
    }

    /** Reads one, so that who may not read them hears of it before his images are classified. */
    private void requireRight() {
        Map<TopicPartition, Long> ends = reader.ends(all);
        reader.starts(all).entrySet().stream()
                .filter(start -> start.getValue() < ends.getOrDefault(start.getKey(), 0L))
                .findFirst()
                .ifPresent(start -> reader.record(start.getKey(), start.getValue()));
    }

    /**
     * Reads the predictions of the images of a book, until each has one or to their end, and takes its answers.
     *
     * @param labels of the model of now
     * @param leastTimestamp of the images, in milliseconds since 1970; a prediction has that of its image
     * @param threads at most
     */
    Difference compare(
            Book book, List<String> labels, long leastTimestamp, int threads, Pace pace, Replay.Progress progress) {
        Map<TopicPartition, Range> ranges = ranges(book, leastTimestamp);
        String images = book.partitions().firstKey().topic();
        Advance advance = new Advance(
                "predictions", ranges.values().stream().mapToLong(Range::size).sum(), progress, pace);
        // Nothing ends it: a report without what was said then is none.
        Stop failure = new Stop();
        List<Difference> differences = new ArrayList<>();
        List<Runnable> tasks = new ArrayList<>();
        for (Map<TopicPartition, Range> share : Shares.of(ranges, threads)) {
            Collection<Answers> answers = answers(book, share.keySet());
            Difference difference = new Difference(labels);
            differences.add(difference);
            tasks.add(() -> {
                try (TopicReader own = new TopicReader(clients, FETCH_BYTES)) {
                    own.read(
                            Shares.froms(share),
                            Shares.ends(share),
                            prediction -> compare(prediction, book, images, difference),
                            advance.of(
                                    () -> failure.isStopped()
                                            || answers.stream().allMatch(Answers::isTaken),
                                    (partition, from, to) -> isCut = true));
                }
            });
        }
        Crew.run(tasks, failure);
        Difference whole = new Difference(labels);
        differences.forEach(whole::add);
        return whole;
    }

    /** Those that predictions of these partitions may be of. */
    private Collection<Answers> answers(Book book, Collection<TopicPartition> predictions) {
        return isSameNumber
                ? predictions.stream()
                        .map(partition -> Objects.requireNonNull(book.byNumber().get(partition.partition())))
                        .toList()
                : book.byNumber().values();
    }

    /** Whether retention has removed some of those that were to be read. */
    boolean isCut() {
        return isCut;
    }

    private static void compare(
            ConsumerRecord<byte[], byte[]> prediction, Book book, String images, Difference difference) {
        Optional<PastPrediction> found = PredictionReader.past(prediction.value());
        if (found.isEmpty()) {
            difference.addUnidentified();
            return;
        }
        PastPrediction then = found.get();
        @Nullable Answers answers = book.of(then.source(), images);
        if (answers == null) {
            difference.addForeign();
            return;
        }
        long offset = then.source().offset();
        int index = answers.take(offset);
        if (index != Answers.NONE) {
            difference.add(then, index, index == Answers.REJECTED ? 0 : answers.confidence(offset));
            int truth = answers.truth(offset);
            if (truth != Labels.NONE) {
                difference.addTruth(book.labels().text(truth), then, index);
            }
        }
    }

    private Map<TopicPartition, Range> ranges(Book book, long leastTimestamp) {
        List<TopicPartition> wanted = all.stream()
                .filter(partition -> !isSameNumber || book.byNumber().containsKey(partition.partition()))
                .toList();
        Map<TopicPartition, Long> starts = reader.starts(wanted);
        Map<TopicPartition, Long> froms = new HashMap<>(starts);
        if (leastTimestamp == Long.MAX_VALUE) {
            return Map.of();
        }
        if (leastTimestamp >= 0 && isByImage()) {
            froms.putAll(reader.since(wanted, Instant.ofEpochMilli(leastTimestamp)));
        }
        Map<TopicPartition, Range> ranges = new HashMap<>();
        reader.ends(wanted).forEach((partition, end) -> {
            long from = froms.getOrDefault(partition, 0L);
            long start = starts.getOrDefault(partition, 0L);
            isCut |= start > 0 && from <= start;
            ranges.put(partition, new Range(from, Math.max(from, end)));
        });
        return ranges;
    }

    /** Whether timestamps are those of the images; where this user may not know it, they may be others. */
    private boolean isByImage() {
        try {
            return admin.config(topic, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
                    .equals(TimestampType.CREATE_TIME.name);
        } catch (StreamerException e) {
            return false;
        }
    }
}
