package io.odradek.streamer.check;

import io.odradek.streamer.config.ModelSource;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.loader.ModelEvents;
import io.odradek.streamer.loader.ModelLoader;
import io.odradek.streamer.loader.ModelPathLoader;
import io.odradek.streamer.loader.WatchedPath;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.probe.ProcessProbe;
import io.odradek.streamer.topics.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The watched file, tried by the streamer's own loader: with its sidecar, and of a directory the file that counts.
 *
 * @param name the model's
 * @param source limits and directories
 * @param path the file or directory
 */
record PathTrial(String name, ModelSource source, Path path) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What the loader makes of it. */
    Finding finding() {
        String subject = "model " + name;
        if (!isThere()) {
            return Finding.warn(
                    subject,
                    "there is no model file at " + path + " (odradek.model.path): the streamer waits for one",
                    "");
        }
        Verdict verdict = new Verdict(subject, path);
        AdmissionGate gate = new AdmissionGate(
                source.maxBytes(),
                new TrustedKeys(source.trustedKeys()),
                ProcessProbe.of(source.probe(), source.directory()));
        try (ModelHolder holder = new ModelHolder();
                ModelLoader loader =
                        new ModelPathLoader(path, source.maxBytes(), name, source.directory(), gate, holder, verdict)) {
            loader.start();
            return verdict.await();
        }
    }

    private boolean isThere() {
        try {
            return new WatchedPath(path).look().isPresent();
        } catch (IOException e) {
            // The loader says what is wrong with it.
            return true;
        }
    }

    /** The first event that decides. */
    private static final class Verdict implements ModelEvents {
        private final CompletableFuture<Finding> finding = new CompletableFuture<>();
        private final String subject;
        private final Path path;
        private volatile String waitsFor = "";

        private Verdict(String subject, Path path) {
            this.subject = subject;
            this.path = path;
        }

        /** The finding; after two minutes without an event, what was waited for last. */
        Finding await() {
            try {
                return finding.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                return Finding.warn(subject, path + " was not tried, the loader waits for " + waitsFor, "");
            } catch (ExecutionException e) {
                throw new IllegalStateException("it is only completed with findings", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StreamerException("interrupted while a model was tried", e);
            }
        }

        @Override
        public void waiting(String what) {
            waitsFor = what;
        }

        @Override
        public void wanted(String version) {
            // A path has no pointer.
        }

        @Override
        public void live(ModelRef model, Duration took) {
            finding.complete(Finding.ok(
                    subject,
                    model.name() + "@" + model.version() + " at " + path + ", sha256 " + model.sha256()
                            + ", admitted here"));
        }

        @Override
        public void refused(String version, @Nullable String sha256, Stage stage, String why) {
            finding.complete(Finding.fail(
                    subject, version + " at " + path + " would be refused: stage " + stage.tag() + ": " + why, ""));
        }

        @Override
        public void unreadable(String what) {
            finding.complete(Finding.warn(subject, "was not tried: " + what, ""));
        }

        @Override
        public void unreadableAgain() {
            // The first time decided.
        }

        @Override
        public void failed(Throwable cause) {
            finding.complete(Finding.fail(subject, path + " cannot be tried: " + cause, ""));
        }
    }
}
