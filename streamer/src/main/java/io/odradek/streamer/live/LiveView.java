package io.odradek.streamer.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.odradek.streamer.config.ImageSettings;
import io.odradek.streamer.live.sample.NovelWindows;
import io.odradek.streamer.live.sample.Sampler;
import io.odradek.streamer.live.sample.Samples;
import io.odradek.streamer.live.sample.Words;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that the live page shows. One thread makes it; whatever number of pages look, what they are told is
 * made anew at most about three times a second. While nobody looks, about one image a second is sampled, so that a page
 * has something to begin with. Before {@link #start} nothing is. Thread-safe.
 */
public final class LiveView implements AutoCloseable {
    private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    /** So long after a page has asked, somebody still looks. */
    private static final long WATCHED_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int MOST_SECONDS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(LiveView.class);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "odradek-live");
        thread.setDaemon(true);
        return thread;
    });
    private final Supplier<Situation> situation;
    private final Clock clock;
    private final LongSupplier nanoTime;

    private final ModelHistory models;
    private final Samples samples;
    private final NovelWindows novel = new NovelWindows(this::next);
    private final Series series = new Series(this::next);
    private final MinuteMix mix = new MinuteMix();
    private final Queue<Counted> seconds = new ArrayBlockingQueue<>(MOST_SECONDS);
    /** What went wrong, by the names of its classes: each is logged once. */
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    /** Of the thread that makes it. Begins at the time, so that another process's life has greater numbers. */
    private long seq;

    private volatile Frame.Snapshot snapshot;
    private volatile long askedNanos;
    /** Guarded by this. */
    private @Nullable Frame frame;

    private record Counted(Instant at, Second second) {}

    /**
     * Starts nothing.
     *
     * @param names of the models that are served
     * @param images what an image may be
     * @param situation what the process says about itself; asked a few times a second while somebody looks
     */
    public LiveView(Collection<String> names, ImageSettings images, Supplier<Situation> situation) {
        this(names, images, situation, Clock.systemUTC(), System::nanoTime);
    }

    LiveView(
            Collection<String> names,
            ImageSettings images,
            Supplier<Situation> situation,
            Clock clock,
            LongSupplier nanoTime) {
        this.situation = situation;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.seq = clock.millis();
        this.models = new ModelHistory(names);
        this.samples = new Samples(names, images, this::next, nanoTime, clock);
        this.snapshot = new Frame.Snapshot(seq, List.of(), List.of(), Map.of(), List.of(), List.of(), List.of());
        this.askedNanos = nanoTime.getAsLong() - WATCHED_NANOS;
    }

    private long next() {
        return ++seq;
    }

    /** From now on images are sampled and seconds counted. */
    public void start() {
        Future<?> unused = executor.scheduleWithFixedDelay(
                guarded(this::tick), Samples.TICK_MILLIS, Samples.TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A task that fails would not be run again: also not when what somebody sent needs more memory than there is. */
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                warn(e);
            }
        };
    }

    private void warn(Throwable e) {
        try {
            if (warned.add(e.getClass().getName())) {
                LOG.warn("the live page misses something; more of this kind is not logged", e);
            }
        } catch (Throwable again) {
            // There is not even memory to say so: the next step is more important.
        }
    }

    /** That of a model. */
    public Sampler sampler(String model) {
        return samples.sampler(model);
    }

    /** Where to tell what became of models. */
    public ModelHistory models() {
        return models;
    }

    /** Where to put the most novel images of a window. */
    public NovelWindows novel() {
        return novel;
    }

    /** What was counted in a second that is over; to be told from any thread, once a second. */
    public void second(Instant at, Second counted) {
        // If nobody takes it up, the next seconds say what it said of all since the start.
        boolean unused = seconds.offer(new Counted(at, counted));
    }

    /** Takes up what was sampled and counted; on one thread. */
    void tick() {
        boolean watched = nanoTime.getAsLong() - askedNanos < WATCHED_NANOS;
        guarded(() -> samples.tick(watched)).run();
        // What anybody may have written comes last and alone.
        guarded(samples::tickLetters).run();
        guarded(novel::tick).run();
        List<MinuteMix.Count> counts = snapshot.mix();
        Map<String, Long> reasons = snapshot.reasons();
        for (Counted next = seconds.poll(); next != null; next = seconds.poll()) {
            series.add(next.at().getEpochSecond(), next.second());
            mix.add(next.second().predictions());
            counts = mix.counts();
            reasons = next.second().reasons();
        }
        publish(counts, reasons);
    }

    private void publish(List<MinuteMix.Count> counts, Map<String, Long> reasons) {
        snapshot = new Frame.Snapshot(
                seq, series.points(), counts, reasons, samples.predictions(), samples.letters(), novel.all());
    }

    /**
     * What a page is told.
     *
     * @param after the {@code seq} of what it was told last; 0 for nothing yet
     * @return JSON in UTF-8; read only
     */
    public byte[] json(long after) {
        askedNanos = nanoTime.getAsLong();
        return frame().json(after);
    }

    private synchronized Frame frame() {
        Frame now = frame;
        long nanos = nanoTime.getAsLong();
        if (now == null || nanos - now.nanos >= FRAME_NANOS) {
            Frame.Snapshot newest = snapshot;
            now = new Frame(nanos, newest, shared(newest));
            frame = now;
        }
        return now;
    }

    private JsonObject shared(Frame.Snapshot now) {
        Situation s = situation.get();
        JsonObject json = new JsonObject();
        json.addProperty("seq", now.seq());
        json.addProperty("at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        json.addProperty("instance", s.instance());
        json.addProperty("state", s.state());
        json.addProperty("ready", s.ready());
        json.addProperty("paused", sentence(s.paused()));
        json.addProperty("alarm", sentence(s.alarm()));
        json.addProperty("lost", sentence(s.lost()));
        json.addProperty("waitingFor", sentence(s.waitingFor()));
        json.addProperty("lastError", sentence(s.lastError()));
        json.addProperty("lastErrorAt", s.lastErrorAt());
        json.addProperty("try", s.tryIt());
        json.add("lag", lag(s.lag()));
        json.add("models", models.models(s.behindSeconds()));
        json.add("events", models.events());
        json.add("drift", drift(s.drift()));
        json.add("mix", MinuteMix.json(now.mix()));
        json.add("reasons", reasons(now.reasons()));
        return json;
    }

    private static String sentence(String text) {
        return Words.clean(text, Words.SENTENCE);
    }

    private static JsonArray lag(List<Situation.Lag> lag) {
        JsonArray json = new JsonArray();
        for (Situation.Lag one : lag) {
            JsonObject topic = new JsonObject();
            topic.addProperty("topic", one.topic());
            topic.addProperty("records", one.records());
            topic.addProperty("seconds", one.seconds());
            topic.addProperty("partitions", one.partitions());
            json.add(topic);
        }
        return json;
    }

    private static JsonArray drift(List<Situation.Drift> drift) {
        JsonArray json = new JsonArray();
        for (Situation.Drift one : drift) {
            JsonObject model = new JsonObject();
            model.addProperty("model", one.model());
            model.addProperty("state", one.state());
            model.addProperty("why", sentence(one.why()));
            model.addProperty("images", one.images());
            model.addProperty("collected", one.collected());
            model.addProperty("at", one.at());
            JsonArray statistics = new JsonArray();
            for (Situation.Distance distance : one.statistics()) {
                JsonObject statistic = new JsonObject();
                statistic.addProperty("name", distance.statistic());
                statistic.addProperty("psi", distance.psi());
                statistic.addProperty("alarm", distance.alarm());
                statistics.add(statistic);
            }
            model.add("statistics", statistics);
            json.add(model);
        }
        return json;
    }

    private static JsonArray reasons(Map<String, Long> reasons) {
        JsonArray json = new JsonArray();
        new TreeMap<>(reasons).forEach((reason, count) -> {
            if (count > 0) {
                JsonObject one = new JsonObject();
                one.addProperty("reason", reason);
                one.addProperty("count", count);
                json.add(one);
            }
        });
        return json;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
