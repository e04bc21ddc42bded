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
import java.util.LinkedHashSet;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of the versions in the models topic, by the metadata of their files. A version is looked for when it is asked
 * for first, and one that is not there, or cannot be read in time, again after a minute: its classes are then unknown, and
 * any label counts. Thread-safe.
 */
final class PublishedClasses implements ClassNames, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedClasses.class);

    /** A stream thread waits so long at most: its transaction may take a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration AGAIN = Duration.ofMinutes(1);

    /** Of a forged name there may be any number. */
    private static final int MOST_VERSIONS = 10_000;

    private final StreamerConfig config;
    private final Map<String, Set<String>> known = new ConcurrentHashMap<>();
    /** When a version that was not found may be looked for again, by {@link System#nanoTime()}. */
    private final Map<String, Long> unknown = new ConcurrentHashMap<>();

    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "odradek-classes");
        thread.setDaemon(true);
        return thread;
    });

    PublishedClasses(StreamerConfig config) {
        this.config = config;
    }

    @Override
    public Optional<Set<String>> of(String model) {
        Set<String> classes = known.get(model);
        if (classes != null) {
            return Optional.of(classes);
        }
        Long again = unknown.get(model);
        if (again == null || System.nanoTime() - again >= 0) {
            look(model);
        }
        return Optional.ofNullable(known.get(model));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private void look(String model) {
        String why = "it is not in topic " + config.topics().models();
        Future<?> looking = executor.submit(() -> read(model));
        try {
            looking.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            why = StreamerException.rootCause(e);
        } catch (TimeoutException e) {
            why = "no answer for " + PATIENCE.toSeconds() + " s";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            why = "stopping";
        }
        if (known.containsKey(model)) {
            return;
        }
        if (unknown.size() >= MOST_VERSIONS) {
            unknown.clear();
        }
        if (unknown.put(model, System.nanoTime() + AGAIN.toNanos()) == null) {
            LOG.warn("the classes of {} are unknown, so any label counts: {}", model, why);
        }
    }

    private void read(String model) {
        RegistryTopic topic = new RegistryTopic(config);
        RegistryState state = topic.read();
        for (String name : state.names()) {
            state.artefacts(name).forEach((version, artefact) -> {
                if (artefact.description() instanceof Description.Described described) {
                    note(artefact.key(), described);
                }
            });
        }
        Artefact wanted =
                state.artefact(model.substring(0, model.indexOf('@')), model.substring(model.indexOf('@') + 1));
        if (wanted != null
                && wanted.description() instanceof Description.Elsewhere
                && new ArtefactFiles(config.model(), topic).get(wanted) instanceof Contents.Whole file
                && Description.of(file.file(), wanted.name(), wanted.version())
                        instanceof Description.Described described) {
            note(model, described);
        }
    }

    private void note(String model, Description.Described described) {
        if (known.size() < MOST_VERSIONS) {
            known.put(model, Set.copyOf(new LinkedHashSet<>(described.labels())));
        }
    }
}
