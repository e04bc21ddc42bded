package io.odradek.trainer.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs an ONNX graph of the contract's shape with ONNX Runtime on the CPU. Not thread-safe. */
public final class OnnxSession implements AutoCloseable {
    /** Name of the input of exported graphs: uint8 {@code [N, C, H, W]}. */
    public static final String INPUT = "image";

    /** Name of the output of exported graphs: float {@code [N, classes]}. */
    public static final String OUTPUT = "probabilities";

    private static final int BATCH = 250;
    private static final long STACK_BYTES = 64L << 20;

    private final OrtSession session;
    private final String what;

    private OnnxSession(OrtSession session, String what) {
        this.session = session;
        this.what = what;
    }

    /**
     * Loads a graph.
     *
     * @param model an ONNX file's content
     * @param threads of one operation, at least 1
     * @param what the model, for messages
     * @throws TrainerException when ONNX Runtime refuses it
     */
    public static OnnxSession open(byte[] model, int threads, String what) {
        OrtEnvironment environment = environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            return new OnnxSession(environment.createSession(model, options), what);
        } catch (OrtException e) {
            throw failed(what, e);
        }
    }

    /**
     * The runtime's one environment, created on a thread with a large stack: ONNX Runtime 1.29 then matches the process's
     * command line against a regular expression, and overflows a stack of the usual size at 4,000 characters.
     */
    private static OrtEnvironment environment() {
        FutureTask<OrtEnvironment> task = new FutureTask<>(OrtEnvironment::getEnvironment);
        new Thread(null, task, "onnxruntime", STACK_BYTES).start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new TrainerException("ONNX Runtime cannot be loaded: " + TrainerException.reasonOf(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrainerException("interrupted while loading ONNX Runtime", e);
        }
    }

    /** Version of ONNX Runtime. */
    public static String runtimeVersion() {
        return environment().getVersion();
    }

    /** What the first output says about every image. */
    public Scores probabilities(LabelledImages images, int classes) {
        return run(images, classes, session.getOutputNames().iterator().next());
    }

    /**
     * Runs all images.
     *
     * @param output name of the output to read: float {@code [N, classes]}
     * @throws TrainerException when the graph has not the input and output of the contract
     */
    public Scores run(LabelledImages images, int classes, String output) {
        InputSpec input = images.input();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BATCH * input.bytes());
        float[] all = new float[images.size() * classes];
        for (int from = 0; from < images.size(); from += BATCH) {
            int to = Math.min(from + BATCH, images.size());
            buffer.clear().put(images.pixels(from, to)).flip();
            FloatBuffer rows =
                    run(buffer, new long[] {to - from, input.channels(), input.height(), input.width()}, output);
            if (rows.remaining() != (to - from) * classes) {
                throw new TrainerException(what + " gives " + rows.remaining() + " numbers for " + (to - from)
                        + " images, expected " + classes + " for each; its labels do not fit its graph");
            }
            rows.get(all, from * classes, rows.remaining());
        }
        return new Scores(all, classes);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw failed(what, e);
        }
    }

    private FloatBuffer run(ByteBuffer pixels, long[] shape, String output) {
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), pixels, shape, OnnxJavaType.UINT8);
                OrtSession.Result result = session.run(Map.of(inputName(), tensor), Set.of(output))) {
            // A copy, which outlives the result.
            return ((OnnxTensor) result.get(0)).getFloatBuffer();
        } catch (OrtException e) {
            throw failed(what, e);
        }
    }

    /** The contract knows one input, under any name. */
    private String inputName() {
        return session.getInputNames().iterator().next();
    }

    private static TrainerException failed(String what, OrtException e) {
        return new TrainerException("ONNX Runtime cannot run " + what + ": " + TrainerException.reasonOf(e), e);
    }
}
