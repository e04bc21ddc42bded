package io.odradek.streamer.model;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.onnxruntime.engine.OrtNDManager;
import ai.djl.onnxruntime.engine.OrtSymbolBlock;
import ai.djl.translate.TranslateException;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.message.ModelRef;
import java.nio.FloatBuffer;
import java.time.Duration;
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
    private final Map<Thread, Predictor<List<byte[]>, FloatBuffer>> predictors = new ConcurrentHashMap<>();
    private final AtomicInteger users = new AtomicInteger(1);
    private volatile long nanosPerImage;

    private LoadedModel(ModelContract contract, ModelRef ref, Model model) {
        this.contract = contract;
        this.ref = ref;
        this.model = model;
    }

    /**
     * Builds the session from these bytes and nothing else: what a file holds may change after it was checked. Not by
     * DJL's own loading of a stream, which copies the bytes twice more and leaves a directory behind. One thread computes
     * each call: the parallelism is that of the stream threads.
     *
     * @param file the whole ONNX file
     * @throws OrtException when the runtime refuses it
     */
    static LoadedModel load(byte[] file, ModelContract contract) throws OrtException {
        // First, so that DJL is the one that loads the native library.
        Model model = Model.newInstance(contract.name(), Device.cpu(), ENGINE);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            OrtSession session = OrtEnvironment.getEnvironment().createSession(file, options);
            // Closes the session with the model.
            model.setBlock(new OrtSymbolBlock(session, (OrtNDManager) model.getNDManager()));
        } catch (OrtException | RuntimeException e) {
            model.close();
            throw e;
        }
        ModelRef ref = new ModelRef(contract.name(), contract.version(), Digest.sha256(file));
        return new LoadedModel(contract, ref, model);
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
        FloatBuffer values;
        try {
            values = predictors
                    .computeIfAbsent(Thread.currentThread(), t -> model.newPredictor(new BatchTranslator(input())))
                    .predict(tensors);
        } catch (TranslateException e) {
            throw new IllegalStateException("inference with " + ref + " failed: " + e.getMessage(), e);
        }
        int classes = labels().size();
        if (values.remaining() != tensors.size() * classes) {
            throw new IllegalStateException(ref + " gave " + values.remaining() + " values for " + tensors.size()
                    + " images of " + classes + " classes");
        }
        float[][] rows = new float[tensors.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[classes];
            values.get(rows[i]);
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
