package io.odradek.streamer.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.contract.TrustedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelHolderTest {
    @TempDir
    private Path dir;

    private final ModelHolder holder = new ModelHolder();

    @Test
    void lendsNothingBeforeTheFirstModelAndAfterClose() throws IOException {
        assertThat(holder.acquire()).isNull();

        holder.swap(load("1", 0));
        holder.close();

        assertThat(holder.acquire()).isNull();
    }

    @Test
    void closesASwappedOutModelOnlyAfterItsLastLease() throws IOException {
        LoadedModel first = load("1", 0);
        holder.swap(first);
        ModelHolder.Lease one = acquire();
        ModelHolder.Lease two = acquire();

        holder.swap(load("2", 1));
        one.close();
        one.close();

        assertThat(first.isClosed())
                .as("one lease is still out, however often the other is closed")
                .isFalse();
        assertThat(two.classifier().classify(List.of(TestModels.image(0)))[0][0])
                .isGreaterThan(0.9f);
        two.close();
        assertThat(first.isClosed()).isTrue();
        holder.close();
    }

    @Test
    void neverMixesModelsNorUsesAClosedOneUnderConstantSwaps() throws Exception {
        holder.swap(load("0", 0));
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Future<Integer>> users = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            users.add(threads.submit(() -> classifyUntil(stop)));
        }

        for (int version = 1; version <= 60; version++) {
            holder.swap(load(String.valueOf(version), version % 3));
        }
        stop.set(true);

        for (Future<Integer> user : users) {
            assertThat(user.get()).isPositive();
        }
        threads.shutdown();
        holder.close();
    }

    private int classifyUntil(AtomicBoolean stop) {
        int batches = 0;
        while (!stop.get()) {
            try (ModelHolder.Lease lease = acquire()) {
                int shift = Integer.parseInt(lease.classifier().ref().version()) % 3;
                float[] row = lease.classifier().classify(List.of(TestModels.image(1)))[0];
                assertThat(row[(1 + shift) % 3]).isGreaterThan(0.9f);
                batches++;
            }
        }
        return batches;
    }

    private ModelHolder.Lease acquire() {
        ModelHolder.Lease lease = holder.acquire();
        if (lease == null) {
            throw new AssertionError("no model is live");
        }
        return lease;
    }

    private LoadedModel load(String version, int shift) throws IOException {
        Path file = Files.write(dir.resolve(version + ".onnx"), TestModels.file(version, shift));
        Admission admission = new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(file, TestModels.NAME, version);
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        return ((Admission.Admitted) admission).model();
    }
}
