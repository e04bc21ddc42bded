package io.odradek.streamer.guarantee;

import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.model.BadModel;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Versions of the test model, each made the live one. Version v is good or bad; a good one is the file {@code
 * TestModels.file(v, v mod 3)}, so that two in a row never agree. Thread-safe.
 */
final class Swaps implements AutoCloseable {
    private static final List<BadModel> BAD = List.of(BadModel.values());

    private final Cluster cluster;
    private final Path origin;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private @Nullable Future<?> swapping;
    private int next;
    private int bad;

    /** @param origin an absolute directory, into which references lead */
    Swaps(Cluster cluster, Path origin) {
        this.cluster = cluster;
        this.origin = origin;
    }

    /** Publishes a good one. */
    synchronized void good() {
        String version = String.valueOf(next++);
        publish(version, file(version));
    }

    /** The one that went live last; a good one, unless they go on. */
    synchronized String last() {
        return String.valueOf(next - 1);
    }

    /** From now on one a second: a good one, one by reference, a bad one, and so on. */
    synchronized void begin() {
        swapping = clock.scheduleAtFixedRate(this::turn, 0, 1, TimeUnit.SECONDS);
    }

    /** The last one is good. */
    void end() {
        synchronized (this) {
            if (swapping != null) {
                swapping.cancel(false);
            }
        }
        good();
    }

    private synchronized void turn() {
        String version = String.valueOf(next++);
        switch (next % 3) {
            case 0 -> publish(version, file(version));
            case 1 -> publish(version, reference(version));
            default -> publish(version, BAD.get(bad++ % BAD.size()).file(version));
        }
    }

    private static byte[] file(String version) {
        return TestModels.file(version, Integer.parseInt(version) % TestModels.LABELS.size());
    }

    private byte[] reference(String version) {
        byte[] file = file(version);
        Path path = origin.resolve(version + ".onnx");
        try {
            Files.write(path, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Cluster.utf8("{\"schema\":1,\"uri\":\"" + path.toUri() + "\",\"sha256\":\"" + Digest.sha256(file)
                + "\",\"bytes\":" + file.length + "}");
    }

    private void publish(String version, byte[] value) {
        cluster.artefact(version, value);
        cluster.point(version);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
