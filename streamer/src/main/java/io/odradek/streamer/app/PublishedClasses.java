package io.odradek.streamer.app;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.evaluation.pairing.ClassNames;
import io.odradek.streamer.registry.Artefact;
import io.odradek.streamer.registry.ArtefactFiles;
import io.odradek.streamer.registry.Contents;
import io.odradek.streamer.registry.Description;
import io.odradek.streamer.registry.RegistryState;
import io.odradek.streamer.registry.RegistryTopic;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of the versions in the models topic, by the metadata of their files. The topic is read when a version is asked
 * for that is not known; where it is not there, or cannot be read in time, not again for a minute, whichever version is
 * asked for, but for one whose file is elsewhere, which is fetched when it is asked for itself: its classes are unknown so
 * long, and any label counts. Thread-safe.
 */
final class PublishedClasses implements ClassNames, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedClasses.class);

    /** A read takes so long at most: a stream thread waits for it, and its transaction may take a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Of a forged name there may be any number. */
    private static final int MOST_VERSIONS = 10_000;

    private final Topic topic;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final Map<String, Set<String>> known = new ConcurrentHashMap<>();
    /** Of which it was said. */
    private final Set<String> unknown = new HashSet<>(); // guarded by this
    /** Those in the topic whose files are not, but for those that were tried. */
    private final Set<String> elsewhere = ConcurrentHashMap.newKeySet();
    /** Those that were read for since it was due last. */
    private final Set<String> tried = ConcurrentHashMap.newKeySet();
    /** Not before. */
    private long nextRead; // guarded by this
    /** Nanoseconds of reading since it was due last: all of it may be within one transaction. */
    private long spent; // guarded by this

    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "odradek-classes");
        thread.setDaemon(true);
        return thread;
    });

    /** The models topic. */
    interface Topic {
        /**
         * Reads all of it.
         *
         * @param wanted the version that is asked for, {@code name@version}
         * @param found told of each version's classes
         * @param elsewhere told of each version whose classes are known by its file alone, which is not in the topic
         */
        void read(String wanted, BiConsumer<String, Set<String>> found, Consumer<String> elsewhere);
    }

    PublishedClasses(StreamerConfig config) {
        this((wanted, found, elsewhere) -> read(config, wanted, found, elsewhere), PATIENCE, System::nanoTime);
    }

    /**
     * The same for another topic and clock.
     *
     * @param nanoTime a clock as {@link System#nanoTime}
     */
    PublishedClasses(Topic topic, Duration patience, LongSupplier nanoTime) {
        this.topic = topic;
        this.patience = patience;
        this.nanoTime = nanoTime;
        this.nextRead = nanoTime.getAsLong();
    }

    @Override
    public Optional<Set<String>> of(String model) {
        if (!known.containsKey(model)) {
            look(model);
        }
        return Optional.ofNullable(known.get(model));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** One at a time: who has waited for another has its answer. */
    private synchronized void look(String model) {
        String why = "it was not in the models topic when that was read last";
        long begin = nanoTime.getAsLong();
        boolean isDue = begin - nextRead >= 0;
        if (isDue) {
            tried.clear();
            spent = 0;
        }
        boolean isFetched = elsewhere.contains(model) && spent < patience.toNanos();
        if (!known.containsKey(model) && (isDue || isFetched)) {
            tried.add(model);
            why = read(model);
            elsewhere.removeAll(tried);
            long end = nanoTime.getAsLong();
            spent += end - begin;
            if (!known.containsKey(model)) {
                nextRead = end + AGAIN_NANOS;
            }
        }
        if (!known.containsKey(model) && unknown.size() < MOST_VERSIONS && unknown.add(model)) {
            LOG.warn("the classes of {} are unknown, so any label counts: {}", model, why);
        }
    }

    /** @return why a version may not be known afterwards */
    private String read(String model) {
        Future<?> reading = executor.submit(() -> topic.read(model, this::note, this::noteElsewhere));
        try {
            reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return "it is not in the models topic";
        } catch (ExecutionException e) {
            return StreamerException.rootCause(e);
        } catch (TimeoutException e) {
            reading.cancel(true);
            return "the models topic could not be read within " + patience.toSeconds() + " s";
        } catch (InterruptedException e) {
            reading.cancel(true);
            Thread.currentThread().interrupt();
            return "stopping";
        }
    }

    private void note(String model, Set<String> classes) {
        if (known.size() < MOST_VERSIONS) {
            known.put(model, Set.copyOf(classes));
        }
    }

    private void noteElsewhere(String model) {
        if (elsewhere.size() < MOST_VERSIONS && !known.containsKey(model) && !tried.contains(model)) {
            elsewhere.add(model);
        }
    }

    private static void read(
            StreamerConfig config, String wanted, BiConsumer<String, Set<String>> found, Consumer<String> elsewhere) {
        RegistryTopic topic = new RegistryTopic(config);
        RegistryState state = topic.read();
        for (String name : state.names()) {
            state.artefacts(name).forEach((version, artefact) -> {
                if (artefact.description() instanceof Description.Described described) {
                    found.accept(artefact.key(), new HashSet<>(described.labels()));
                } else if (artefact.description() instanceof Description.Elsewhere) {
                    elsewhere.accept(artefact.key());
                }
            });
        }
        Artefact artefact =
                state.artefact(wanted.substring(0, wanted.indexOf('@')), wanted.substring(wanted.indexOf('@') + 1));
        if (artefact != null
                && artefact.description() instanceof Description.Elsewhere
                && new ArtefactFiles(config.model(), topic).get(artefact) instanceof Contents.Whole file
                && Description.of(file.file(), artefact.name(), artefact.version())
                        instanceof Description.Described described) {
            found.accept(wanted, new HashSet<>(described.labels()));
        }
    }
}
