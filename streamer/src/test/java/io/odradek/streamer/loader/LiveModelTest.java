package io.odradek.streamer.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.LoadedModel;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveModelTest {
    @TempDir
    private Path dir;

    private final ModelHolder holder = new ModelHolder();
    private final RecordedEvents events = new RecordedEvents();
    private final LiveModel live =
            new LiveModel(TestModels.NAME, new AdmissionGate(1 << 20, TrustedKeys.NONE), holder, events);
    private @Nullable LoaderThread thread;

    @AfterEach
    void stop() {
        if (thread != null) {
            thread.close();
        }
        holder.close();
        assertThat(events.failed).isEmpty();
    }

    @Test
    void loadsNoThirdModelWhileABatchStillUsesTheOneBeforeTheLiveOne() {
        // Given: a batch that begins with model 1 and does not end
        List<ModelHolder.Lease> leases = new CopyOnWriteArrayList<>();
        run(t -> {
            take("1", t);
            leases.add(lease());
            take("2", t);
            take("3", t);
        });
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> events.live.contains("2"));

        // Then
        Awaitility.await()
                .during(Duration.ofMillis(700))
                .atMost(Duration.ofSeconds(10))
                .until(() -> events.live.equals(List.of("1", "2")));
        assertThat(events.waiting).singleElement().asString().contains("the batches that still use", "3 is tried");
        assertThat(leases.get(0).classifier().classify(List.of(TestModels.image(0))))
                .hasNumberOfRows(1);
        leases.get(0).close();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> events.live.equals(List.of("1", "2", "3")));
    }

    @Test
    void neverHasMoreThanTwoModelsInMemoryUnderRepeatedSwapsWhileLeasesAreOut() {
        int swaps = 5;
        List<LoadedModel> all = new CopyOnWriteArrayList<>();
        List<Long> open = new CopyOnWriteArrayList<>();
        // Ends the batch of a model after the swap has given up waiting for it.
        ScheduledExecutorService batches = Executors.newSingleThreadScheduledExecutor();
        run(t -> {
            for (int version = 1; version <= swaps; version++) {
                take(String.valueOf(version), t);
                ModelHolder.Lease lease = lease();
                all.add((LoadedModel) lease.classifier());
                open.add(all.stream().filter(m -> !m.isClosed()).count());
                var unused = batches.schedule(lease::close, 1_300, TimeUnit.MILLISECONDS);
            }
        });
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> events.live.size() == swaps);

        batches.shutdown();
        assertThat(open).hasSize(swaps).allMatch(n -> n <= 2).contains(2L);
    }

    @Test
    void knowsWhenThereIsNoMemoryForAnotherModel() throws IOException {
        Path file = Files.write(dir.resolve("1.onnx"), new byte[1 << 20]);
        AdmissionGate gate = new AdmissionGate(1 << 20, TrustedKeys.NONE);

        assertThat(new LiveModel(TestModels.NAME, gate, holder, events, () -> 38L << 20).shortage(file))
                .isEmpty();
        assertThat(new LiveModel(TestModels.NAME, gate, holder, events, () -> (38L << 20) - 1).shortage(file))
                .isEqualTo("loading it needs 38 MiB of memory, which this machine has not left");
    }

    @Test
    void stopsWhileItWaitsForRoom() {
        List<ModelHolder.Lease> leases = new CopyOnWriteArrayList<>();
        run(t -> {
            take("1", t);
            leases.add(lease());
            take("2", t);
            take("3", t);
        });
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> events.live.contains("2"));

        thread().close();

        assertThat(events.live).containsExactly("1", "2");
        leases.get(0).close();
    }

    private void take(String version, LoaderThread thread) {
        try {
            byte[] content = TestModels.file(version, 0);
            Path file = Files.write(dir.resolve(version + ".onnx"), content);
            boolean unused = live.tryFile(version, version, Digest.sha256(content), version, file, thread);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ModelHolder.Lease lease() {
        ModelHolder.Lease lease = holder.acquire();
        if (lease == null) {
            throw new AssertionError("no model is live");
        }
        return lease;
    }

    private void run(java.util.function.Consumer<LoaderThread> body) {
        thread = new LoaderThread(dir.resolve("spool"), events, spool -> body.accept(thread()));
        thread.start();
    }

    private LoaderThread thread() {
        if (thread == null) {
            throw new AssertionError("no thread");
        }
        return thread;
    }
}
