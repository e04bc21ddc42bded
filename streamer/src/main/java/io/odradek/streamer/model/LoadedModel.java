package io.odradek.streamer.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.message.ModelRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A model in native memory: one ONNX Runtime session, one predictor for each thread that uses it. Thread-safe.
 *
 * <p>Closing a session while another thread runs it aborts the JVM. Hence the count of users: it begins at one for the
 * owner, a user joins with {@link #retain()} and leaves with {@link #release()}, and the session closes with the last.
 */
public final class LoadedModel implements Classifier {
    private static final String ENGINE = "OnnxRuntime";
    private static final long WAIT_NANOS = 1_000_000;

    private final ModelContract contract;
    private final ModelRef ref;
    private final Model model;
    private final Map<Thread, Predictor<List<byte[]>, float[]>> predictors = new ConcurrentHashMap<>();
    private final AtomicInteger users = new AtomicInteger(1);
    private volatile long nanosPerImage;

    private LoadedModel(ModelContract contract, ModelRef ref, Model model) {
        this.contract = contract;
        this.ref = ref;
        this.model = model;
    }

    /**
     * Builds the session. One thread computes each call: the parallelism is that of the stream threads.
     *
     * @throws IOException or MalformedModelException when the runtime refuses the file
     */
    static LoadedModel load(Path file, ModelContract contract, String sha256)
            throws IOException, MalformedModelException {
        Model model = Model.newInstance(contract.name(), Device.cpu(), ENGINE);
        try {
            model.load(file, null, Map.of("intraOpNumThreads", "1", "interOpNumThreads", "1"));
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw e;
        }
        return new LoadedModel(contract, new ModelRef(contract.name(), contract.version(), sha256), model);
    }

    @Override
    public ModelRef ref() {
        return ref;
    }

    @Override
    public List<String> labels() {
        return contract.labels();
    }

    @Override
    public InputSpec input() {
        return contract.input();
    }

    /** The metadata contract of the file. */
    public ModelContract contract() {
        return contract;
    }

    @Override
    public float[][] classify(List<byte[]> tensors) {
        float[] flat;
        try {
            flat = predictors
                    .computeIfAbsent(Thread.currentThread(), t -> model.newPredictor(new BatchTranslator(input())))
                    .predict(tensors);
        } catch (TranslateException e) {
            throw new IllegalStateException("inference with " + ref + " failed: " + e.getMessage(), e);
        }
        int classes = labels().size();
        if (flat.length != tensors.size() * classes) {
            throw new IllegalStateException(ref + " gave " + flat.length + " values for " + tensors.size()
                    + " images of " + classes + " classes");
        }
        float[][] rows = new float[tensors.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * classes, (i + 1) * classes);
        }
        return rows;
    }

    /** What one image alone took at admission, in nanoseconds; 0 when that was not measured. */
    public long nanosPerImage() {
        return nanosPerImage;
    }

    void measured(long nanos) {
        nanosPerImage = nanos;
    }

    /** Joins the users. @return false when the model is closed already */
    boolean retain() {
        int now = users.get();
        while (now > 0) {
            if (users.compareAndSet(now, now + 1)) {
                return true;
            }
            now = users.get();
        }
        return false;
    }

    /** Leaves the users; the last one closes the session. */
    void release() {
        if (users.decrementAndGet() == 0) {
            predictors.values().forEach(Predictor::close);
            model.close();
        }
    }

    /** Waits until only its owner is left, or for so long. */
    void awaitUnused(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (users.get() > 1 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(WAIT_NANOS);
        }
    }

    /** Whether the session is closed. */
    public boolean isClosed() {
        return users.get() <= 0;
    }
}
