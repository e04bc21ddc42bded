package io.odradek.trainer.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
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
        return open((environment, options) -> environment.createSession(model, options), threads, what);
    }

    /**
     * Loads a graph from a file, which may keep its weights in others beside it.
     *
     * @throws TrainerException when ONNX Runtime refuses it
     */
    static OnnxSession open(Path file, int threads) {
        return open(
                (environment, options) -> environment.createSession(file.toString(), options),
                threads,
                file.toString());
    }

    private static OnnxSession open(Source source, int threads, String what) {
        OrtEnvironment environment = environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            // Warnings are advice to who made the model.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            return new OnnxSession(source.load(environment, options), what);
        } catch (OrtException e) {
            throw failed(what, e);
        }
    }

    private interface Source {
        OrtSession load(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException;
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

    /** What the graph takes and gives. @throws TrainerException when that is no image classifier */
    GraphSignature signature() {
        try {
            return GraphSignature.of(session);
        } catch (OrtException e) {
            throw failed(what, e);
        } catch (IllegalArgumentException e) {
            throw new TrainerException(what + " is no image classifier: it " + TrainerException.reasonOf(e), e);
        }
    }

    /** What the first output says about every image. */
    public Scores probabilities(LabelledImages images, int classes) {
        return run(images, classes, firstOutput());
    }

    /**
     * Runs all images.
     *
     * @param output name of the output to read: float {@code [N, classes]}
     * @throws TrainerException when the graph has not the input and output of the contract
     */
    public Scores run(LabelledImages images, int classes, String output) {
        return run(images.pixels(0, images.size()), images.input(), TensorEncoding.CONTRACT, classes, output);
    }

    /** What the first output says about images {@code [N, C, H, W]}; {@code [N, classes, 1, 1]} will do as well. */
    Scores run(ByteBuffer pixels, InputSpec input, TensorEncoding encoding, int classes) {
        return run(pixels, input, encoding, classes, firstOutput());
    }

    private Scores run(ByteBuffer pixels, InputSpec input, TensorEncoding encoding, int classes, String output) {
        int size = pixels.remaining() / input.bytes();
        int batch = encoding.batch(input);
        ByteBuffer buffer = encoding.newBuffer(input);
        float[] all = new float[size * classes];
        for (int from = 0; from < size; from += batch) {
            int images = Math.min(batch, size - from);
            ByteBuffer part = pixels.slice(pixels.position() + from * input.bytes(), images * input.bytes());
            FloatBuffer rows = run(buffer, part, input, encoding, output);
            int expected = encoding.fixedBatch() > 0 ? batch : images;
            if (rows.remaining() != expected * classes) {
                throw new TrainerException(what + " gives " + rows.remaining() + " numbers for " + expected
                        + " images, expected " + classes + " for each; its labels do not fit its graph");
            }
            rows.get(all, from * classes, images * classes);
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

    private FloatBuffer run(
            ByteBuffer buffer, ByteBuffer pixels, InputSpec input, TensorEncoding encoding, String output) {
        try (OnnxTensor tensor = encoding.tensor(buffer, pixels, input);
                OrtSession.Result result = session.run(Map.of(inputName(), tensor), Set.of(output))) {
            // A copy, which outlives the result.
            return ((OnnxTensor) result.get(0)).getFloatBuffer();
        } catch (OrtException e) {
            throw failed(what, e);
        }
    }

    private String firstOutput() {
        return session.getOutputNames().iterator().next();
    }

    /** The contract knows one input, under any name. */
    private String inputName() {
        return session.getInputNames().iterator().next();
    }

    private static TrainerException failed(String what, OrtException e) {
        return new TrainerException("ONNX Runtime cannot run " + what + ": " + TrainerException.reasonOf(e), e);
    }
}
