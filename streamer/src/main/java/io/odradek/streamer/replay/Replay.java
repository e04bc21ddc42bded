package io.odradek.streamer.replay;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.ImageSettings;
import io.odradek.streamer.config.PredictionFormat;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.drift.DriftMonitor;
import io.odradek.streamer.history.Gone;
import io.odradek.streamer.history.Range;
import io.odradek.streamer.history.Ranges;
import io.odradek.streamer.image.ImageLimits;
import io.odradek.streamer.image.PayloadDecoder;
import io.odradek.streamer.live.sample.Sampler;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.metrics.HistogramKind;
import io.odradek.streamer.metrics.ModelMetrics;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.model.Classifier;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.topics.KafkaClients;
import io.odradek.streamer.topics.Pace;
import io.odradek.streamer.topics.TopicAdmin;
import io.odradek.streamer.topics.TopicReader;
import io.odradek.streamer.topology.BatchClassifier;
import io.odradek.streamer.topology.CloudEventHeaders;
import io.odradek.streamer.topology.PredictionHeaders;
import io.odradek.streamer.tracing.Tracing;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Classifies a range of images anew, on as many threads as a streamer, then reads what was said of them and compares. Reads
 * only, without a group, but for the {@link Output}. Holds 8 bytes for each offset, 12 with true labels, and a fetch for each thread. Runs once.
 */
public final class Replay implements AutoCloseable {
    private static final int FETCH_BYTES = 8 << 20;

    private final StreamerConfig config;
    private final Request request;
    private final ModelChoice choice;
    private final Output output;
    private final Stop stop;
    private final Progress progress;
    private final Pace pace;
    private final KafkaClients clients;
    private final TopicReader reader;
    private final TopicAdmin admin;
    private final List<Gone> gone = Collections.synchronizedList(new ArrayList<>());

    /** Told now and then how far it is; by one thread at a time. */
    @FunctionalInterface
    public interface Progress {
        /** So many of so many of these; of what is compacted or aborted, fewer will be. */
        void at(String what, long done, long all);
    }

    /**
     * Does not connect.
     *
     * @param output opened and finished here, and not closed
     * @param stop ends the reading of images; the report is of those that were read
     * @throws StreamerException when Kafka refuses a setting
     */
    public Replay(
            StreamerConfig config, Request request, ModelChoice choice, Output output, Stop stop, Progress progress) {
        this.config = config;
        this.request = request;
        this.choice = choice;
        this.output = output;
        this.stop = stop;
        this.progress = progress;
        this.pace = new Pace(request.rate(), stop::await);
        this.clients = new KafkaClients(config);
        this.reader = new TopicReader(clients, FETCH_BYTES);
        this.admin = new TopicAdmin(clients.bootstrapServers(), clients.adminSettings());
    }

    /**
     * Classifies and compares.
     *
     * @throws ConfigException when the range names partitions that there are not, or is too large for this heap
     * @throws StreamerException when nothing of the range is left, the model is refused, the output does not take
     *     predictions, a topic is missing, or Kafka refuses or does not answer
     */
    public Report run() {
        List<TopicPartition> all = reader.partitions(request.images(), "--images");
        Past past = new Past(clients, reader, admin, request.predictions(), all.size());
        Ranges ranges = Ranges.of(reader, wanted(all), request.from(), request.to());
        gone.addAll(new Retention(admin, request.images()).removed(ranges.gone(), request.from(), Instant.now()));
        requireImages(ranges);
        // Labels may be many: who names a wrong model hears of it before them.
        try (ModelHolder models = choice.load(config);
                ModelHolder.Lease lease = models.acquire()) {
            if (lease == null) {
                throw new IllegalStateException("a model that was just admitted is not there");
            }
            Book book = Book.of(ranges.there(), labels(), Runtime.getRuntime().maxMemory());
            output.open(all.size());
            return report(models, lease.classifier(), book, past);
        }
    }

    private Report report(ModelHolder models, Classifier model, Book book, Past past) {
        List<Reclassifier> reclassifiers = classify(models, model.ref(), book);
        boolean isStopped = stop.isStopped();
        String where = output.finish(!isStopped);
        Map<String, Long> rejected = new HashMap<>();
        long least = Long.MAX_VALUE;
        for (Reclassifier one : reclassifiers) {
            one.rejected().forEach((reason, count) -> rejected.merge(reason.name(), count, Long::sum));
            least = Math.min(least, one.leastTimestamp());
        }
        Difference difference = past.compare(book, model.labels(), least, config.threads(), pace, progress);
        List<Report.Part> parts = book.partitions().entrySet().stream()
                .map(entry -> part(entry.getKey(), entry.getValue(), isStopped))
                .toList();
        return new Report(
                model.ref(),
                request.images(),
                request.predictions(),
                parts,
                rejected,
                gone,
                isStopped,
                difference,
                past.isCut(),
                book.labels().unusable(),
                where);
    }

    /** Of a partition that was read to its end, what lies behind its last image holds none. */
    private static Report.Part part(TopicPartition partition, Answers answers, boolean isStopped) {
        long next = isStopped ? answers.next() : answers.range().to();
        return new Report.Part(partition, answers.range(), next, answers.classified(), answers.rejected());
    }

    @Override
    public void close() {
        reader.close();
        admin.close();
    }

    private List<TopicPartition> wanted(List<TopicPartition> all) {
        if (request.partitions().isEmpty()) {
            return all;
        }
        for (int number : request.partitions()) {
            if (all.stream().noneMatch(partition -> partition.partition() == number)) {
                throw new ConfigException("--partitions names " + number + ", topic " + request.images()
                        + " has partitions 0 to " + (all.size() - 1));
            }
        }
        return all.stream()
                .filter(partition -> request.partitions().contains(partition.partition()))
                .toList();
    }

    /** All that there are: they come late, and nobody knows when. */
    private Labels labels() {
        Labels labels =
                new Labels(Runtime.getRuntime().maxMemory(), config.evaluation().keyUnique());
        String topic = request.labels().orElse("");
        if (topic.isEmpty() || (!request.needsLabels() && !isVisible(topic))) {
            return labels;
        }
        List<TopicPartition> partitions = reader.partitions(topic, "--labels");
        Map<TopicPartition, Long> starts = reader.starts(partitions);
        Map<TopicPartition, Long> ends = reader.ends(partitions);
        long all = sum(ends) - sum(starts);
        Advance advance = new Advance("labels", all, progress, pace);
        reader.read(starts, ends, labels::add, advance.of(stop::isStopped, (partition, from, to) -> {}));
        return labels;
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    private boolean isVisible(String topic) {
        try {
            return admin.partitions(List.of(topic)).containsKey(topic);
        } catch (StreamerException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return false;
            }
            throw e;
        }
    }

    private void requireImages(Ranges ranges) {
        if (ranges.there().values().stream().anyMatch(range -> range.size() > 0)) {
            return;
        }
        throw new StreamerException("topic " + request.images() + " at " + clients.bootstrapServers()
                + " has no image in the range from --from to --to"
                + (gone.isEmpty()
                        ? ""
                        : ": retention has removed all of it: "
                                + gone.stream().map(Gone::toString).collect(Collectors.joining(", "))));
    }

    private List<Reclassifier> classify(ModelHolder models, ModelRef model, Book book) {
        ModelMetrics metrics = new StreamerMetrics(new PrometheusRegistry(), HistogramKind.CLASSIC).model(model.name());
        PredictionHeaders headers = config.predictions() == PredictionFormat.CLOUDEVENTS
                ? new CloudEventHeaders(config.applicationId())
                : PredictionHeaders.KEPT;
        Map<TopicPartition, Range> ranges = book.partitions().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().range()));
        Advance advance = new Advance(
                "images", ranges.values().stream().mapToLong(Range::size).sum(), progress, pace);
        List<Reclassifier> reclassifiers = new ArrayList<>();
        List<Runnable> tasks = new ArrayList<>();
        for (Map<TopicPartition, Range> share : Shares.of(ranges, config.threads())) {
            Reclassifier reclassifier = new Reclassifier(
                    new BatchClassifier(models, decoder(), metrics, Tracing.OFF, Sampler.none(), DriftMonitor.off()),
                    book,
                    headers,
                    output,
                    config.batchMax());
            reclassifiers.add(reclassifier);
            tasks.add(() -> {
                try (TopicReader own = new TopicReader(clients, FETCH_BYTES)) {
                    own.read(
                            Shares.froms(share),
                            Shares.ends(share),
                            reclassifier::image,
                            advance.of(
                                    stop::isStopped,
                                    (partition, from, to) -> gone.add(new Gone(partition, from, to, true))));
                    reclassifier.flush();
                }
            });
        }
        Crew.run(tasks, stop);
        return reclassifiers;
    }

    private PayloadDecoder decoder() {
        ImageSettings images = config.images();
        return new PayloadDecoder(
                new ImageLimits(images.maxBytes(), images.maxSide(), images.maxPixels(), images.maxFrames()),
                images.enveloped());
    }
}
