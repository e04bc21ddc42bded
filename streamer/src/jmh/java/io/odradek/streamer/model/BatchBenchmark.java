package io.odradek.streamer.model;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.translate.TranslatorContext;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.micro.Pictures;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Tensors into the array of a batch that native code gets, and that array's end. */
@State(Scope.Thread)
public class BatchBenchmark {
    private static final InputSpec INPUT = new InputSpec(1, Pictures.SIDE, Pictures.SIDE, 0);
    private static final String ENGINE = "OnnxRuntime";

    private final NDManager engine = engine();
    private final BatchTranslator translator = new BatchTranslator(INPUT);
    private final List<byte[]> tensors = new ArrayList<>();

    /** Images of a batch. */
    @Param({"1", "32", "128"})
    public int images;

    /** Makes the tensors. */
    @Setup
    public void decode() {
        for (int i = 0; i < images; i++) {
            tensors.add(Pictures.garment(i));
        }
    }

    /** Releases the engine's memory. */
    @TearDown
    public void close() {
        engine.close();
    }

    /** Filled, handed to the engine, closed. */
    @Benchmark
    public long fill() {
        try (NDManager manager = engine.newSubManager();
                NDList batch = translator.processInput(new Context(manager), tensors)) {
            return batch.head().getShape().size();
        }
    }

    private static NDManager engine() {
        Thread first = NativeThread.of("first-use", () -> Engine.getEngine(ENGINE));
        first.start();
        try {
            first.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        return NDManager.newBaseManager(ENGINE);
    }

    /** Of a predictor, as much as the translator asks for. */
    private record Context(NDManager manager) implements TranslatorContext {
        @Override
        public NDManager getNDManager() {
            return manager;
        }

        @Override
        public NDManager getPredictorManager() {
            return manager;
        }

        @Override
        public Model getModel() {
            throw new UnsupportedOperationException("a model");
        }

        @Override
        public Block getBlock() {
            throw new UnsupportedOperationException("a block");
        }

        @Override
        public Metrics getMetrics() {
            throw new UnsupportedOperationException("metrics");
        }

        @Override
        public @Nullable Object getAttachment(String key) {
            return null;
        }

        @Override
        public void setAttachment(String key, Object value) {}

        @Override
        public void close() {}
    }
}
