package io.odradek.streamer.verify;

import io.odradek.streamer.config.ModelSource;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.history.Range;
import io.odradek.streamer.history.Ranges;
import io.odradek.streamer.history.Versions;
import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.PredictionReader;
import io.odradek.streamer.message.ReplayMark;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.probe.ProcessProbe;
import io.odradek.streamer.topics.KafkaClients;
import io.odradek.streamer.topics.Pace;
import io.odradek.streamer.topics.TopicAdmin;
import io.odradek.streamer.topics.TopicReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Reads a range of images, then all that answers them, and accounts for each. Reads only, without a group. Where the
 * answers end is asked for after what the group has committed, and that after the images were read: what was committed
 * has been answered. Holds one fetch beside the {@link Tally} and the {@link Sample}. Not thread-safe.
 */
public final class Verification implements AutoCloseable {
    private static final int FETCH_BYTES = 8 << 20;

    /** Of one image among many: the batch that it stands in, and no more. */
    private static final int ONE_BATCH = 1;

    private final StreamerConfig config;
    private final Request request;
    private final Progress progress;
    private final Pace pace;
    private final KafkaClients clients;
    private final TopicReader reader;
    private final TopicAdmin admin;

    /** Told now and then how far it is. */
    @FunctionalInterface
    public interface Progress {
        /** So many of so many of these; of what is compacted or aborted, fewer will be. */
        void at(String what, long done, long all);
    }

    /** Does not connect. @throws StreamerException when Kafka refuses a setting */
    public Verification(StreamerConfig config, Request request, Progress progress) {
        this.config = config;
        this.request = request;
        this.progress = progress;
        this.pace = new Pace(request.rate());
        this.clients = new KafkaClients(config);
        this.reader = new TopicReader(clients, FETCH_BYTES);
        this.admin = new TopicAdmin(clients.bootstrapServers(), clients.adminSettings());
    }

    /**
     * Reads and accounts.
     *
     * @throws io.odradek.streamer.config.ConfigException when the range is too large for this heap
     * @throws StreamerException when a topic is missing, or Kafka refuses or does not answer
     */
    public Report run() {
        List<TopicPartition> images = new ArrayList<>();
        request.topics().images().forEach(topic -> images.addAll(reader.partitions(topic, "--images")));
        List<TopicPartition> answers =
                new ArrayList<>(reader.partitions(request.topics().predictions(), "--predictions"));
        answers.addAll(reader.partitions(request.topics().deadLetters(), "--dlq"));
        Map<TopicPartition, Range> ranges =
                Ranges.of(reader, images, request.from(), request.to()).there();
        Tally tally = new Tally(ranges, Runtime.getRuntime().maxMemory());
        Retention retention = new Retention(request.topics(), this::setting, Instant.now());
        for (Tally.Kind kind : Tally.Kind.values()) {
            tally.keepsSince(kind, retention.keepsSince(kind));
        }
        images(ranges, tally);
        tally.wholeFrom(wholeFrom(images));
        Sample sample = Sample.of(request.sample(), tally);
        Map<TopicPartition, Long> committed = committed();
        List<PartitionAccount> accounts = answers(answers, committed, tally, sample, retention);
        return new Report(
                accounts,
                tally.foreign(),
                tally.unidentified(),
                tally.removed(),
                config.exactlyOnce(),
                request.sample() == 0 ? null : askAgain(sample));
    }

    @Override
    public void close() {
        reader.close();
        admin.close();
    }

    private void images(Map<TopicPartition, Range> ranges, Tally tally) {
        Map<TopicPartition, Long> from = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        ranges.forEach((partition, range) -> {
            from.put(partition, range.from());
            ends.put(partition, range.to());
        });
        read("images", from, ends, image -> tally.image(partition(image), image.offset(), image.timestamp()));
    }

    /** From where on no image can have been removed: with compaction nowhere. */
    private Map<TopicPartition, Long> wholeFrom(List<TopicPartition> images) {
        Map<TopicPartition, Long> whole = new HashMap<>(reader.starts(images));
        for (String topic : request.topics().images()) {
            if (setting(topic, TopicConfig.CLEANUP_POLICY_CONFIG).contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
                whole.replaceAll((partition, start) -> partition.topic().equals(topic) ? Long.MAX_VALUE : start);
            }
        }
        return whole;
    }

    /** What the group has committed of the images. */
    private Map<TopicPartition, Long> committed() {
        Map<TopicPartition, Long> committed = new HashMap<>();
        request.topics().images().forEach(topic -> committed.putAll(admin.committed(config.applicationId(), topic)));
        return committed;
    }

    private List<PartitionAccount> answers(
            List<TopicPartition> answers,
            Map<TopicPartition, Long> committed,
            Tally tally,
            Sample sample,
            Retention retention) {
        Map<TopicPartition, Long> from = begins(answers, tally);
        Map<TopicPartition, Long> ends = reader.ends(answers);
        read("answers", from, ends, answer -> answer(answer, tally, sample));
        cut(from, tally, retention);
        List<PartitionAccount> accounts = tally.accounts(committed);
        if (accounts.stream().allMatch(account -> account.counts().of(Fault.LOST) == 0)) {
            return accounts;
        }
        // They may stand behind a transaction that is still open: of the next answers, of another route, of a streamer
        // that was killed, or of dead letters that are sent again.
        try {
            read("answers", ends, admin.uncommittedEnds(answers), answer -> answer(answer, tally, sample));
        } catch (StreamerException e) {
            throw new StreamerException(
                    "images have no answer yet, and where it may stand cannot be read: " + e.getMessage()
                            + " Or does a transaction stay open? Ask again when it has ended",
                    e);
        }
        return tally.accounts(committed);
    }

    /**
     * Where answers were removed, and none is left that is older than those that were read. Asked when they have been read:
     * what Kafka removed meanwhile counts.
     *
     * @param from where the reading of each partition of answers began
     */
    private void cut(Map<TopicPartition, Long> from, Tally tally, Retention retention) {
        Map<TopicPartition, Long> starts = reader.starts(from.keySet());
        for (Tally.Kind kind : Tally.Kind.values()) {
            String topic = retention.topic(kind);
            int count = (int) from.keySet().stream()
                    .filter(at -> at.topic().equals(topic))
                    .count();
            tally.cut(kind, images -> {
                // As ClassifyTopology sends them.
                TopicPartition at = new TopicPartition(topic, images.partition() % count);
                long start = starts.getOrDefault(at, 0L);
                return start > 0 && start >= from.getOrDefault(at, 0L);
            });
        }
    }

    private void answer(ConsumerRecord<byte[], byte[]> answer, Tally tally, Sample sample) {
        if (answer.topic().equals(request.topics().predictions())) {
            Optional<Source> source = PredictionReader.source(answer.value());
            tally.answer(Tally.Kind.PREDICTION, partition(answer), source);
            sample.prediction(source, answer.value());
        } else if (!ReplayMark.is(answer.headers())) {
            Optional<Source> source = DeadLetter.sourceOf(answer.headers());
            tally.answer(Tally.Kind.DEAD_LETTER, partition(answer), source);
            sample.deadLetter(source, answer.headers());
        }
    }

    /** An answer has its image's timestamp; where the broker may have given it another, all of them are looked at. */
    private Map<TopicPartition, Long> begins(List<TopicPartition> answers, Tally tally) {
        Map<TopicPartition, Long> begins = new HashMap<>(reader.starts(answers));
        tally.leastTimestamp().ifPresent(least -> {
            for (String topic :
                    List.of(request.topics().predictions(), request.topics().deadLetters())) {
                if (setting(topic, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).equals(TimestampType.CREATE_TIME.name)) {
                    begins.putAll(reader.since(
                            answers.stream()
                                    .filter(p -> p.topic().equals(topic))
                                    .toList(),
                            least));
                }
            }
        });
        return begins;
    }

    /** A setting of a topic; empty where this user may not know it. */
    private String setting(String topic, String key) {
        try {
            return admin.config(topic, key);
        } catch (StreamerException e) {
            return "";
        }
    }

    private SampleAccount askAgain(Sample sample) {
        try (TopicReader single = new TopicReader(clients, ONE_BATCH)) {
            ModelSource source = config.model();
            Versions versions = new Versions(config, ProcessProbe.of(source.probe(), source.directory()));
            return new Reclassification(config, sample, versions, image -> image(single, image)).run();
        }
    }

    private @Nullable ConsumerRecord<byte[], byte[]> image(TopicReader single, Source image) {
        pace.passed(1);
        pace.rest();
        return single.record(new TopicPartition(image.topic(), image.partition()), image.offset());
    }

    private void read(
            String what,
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        reader.read(
                from,
                ends,
                record -> {
                    pace.passed(1);
                    sink.accept(record);
                },
                (read, records) -> {
                    progress.at(what, read, records);
                    pace.rest();
                });
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
