package io.odradek.bench.rival;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * A net in ONNX Runtime, by its Java API and nothing else. One thread computes each call, as each worker has its own core.
 * Thread-safe.
 */
public final class Net implements AutoCloseable {
    private static final int SIDE = 28;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final String input;

    /** Loads a file. */
    public Net(Path file) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(file.toString(), options);
        }
        input = session.getInputNames().iterator().next();
    }

    /**
     * Probabilities {@code [N, 10]} of N images.
     *
     * @param pixels direct, N * 784 bytes; uint8 {@code [N, 1, 28, 28]}
     */
    public float[][] scores(ByteBuffer pixels) throws OrtException {
        long[] shape = {pixels.remaining() / (SIDE * SIDE), 1, SIDE, SIDE};
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, pixels, shape, OnnxJavaType.UINT8)) {
            return scores(tensor);
        }
    }

    /**
     * The same of floats from 0 to 1.
     *
     * @param pixels N * 784 of them
     */
    public float[][] scores(FloatBuffer pixels) throws OrtException {
        long[] shape = {pixels.remaining() / (SIDE * SIDE), 1, SIDE, SIDE};
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, pixels, shape)) {
            return scores(tensor);
        }
    }

    private float[][] scores(OnnxTensor tensor) throws OrtException {
        try (OrtSession.Result result = session.run(Map.of(input, tensor))) {
            return (float[][]) result.get(0).getValue();
        }
    }

    /** The index of the largest. */
    public static int best(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
