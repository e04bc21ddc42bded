package io.odradek.trainer.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.ComputeDevice;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A net with its weights on one device, where all that it computes with must be. Not thread-safe. {@link Torch#load}
 * comes first.
 */
public final class Net implements AutoCloseable {
    /** Pixels are multiplied by this, in training and in the exported graph: 0..255 becomes 0..1. */
    public static final float PIXEL_SCALE = 1f / 255f;

    /** As many as recipe seed takes in a step: sizes that the training never asks for would splinter the native heap. */
    private static final int EVALUATION_BATCH = 100;

    private final Model model;
    private final SequentialBlock block;
    private final InputSpec input;
    private final int classes;
    private final boolean isChannelsLast;
    private ByteBuffer staging = ByteBuffer.allocateDirect(0);

    private Net(Model model, SequentialBlock block, InputSpec input, int classes) {
        this.model = model;
        this.block = block;
        this.input = input;
        this.classes = classes;
        this.isChannelsLast = isChannelsLast(block);
    }

    /** A new net with initial weights, on the CPU. */
    public static Net create(Recipe recipe, InputSpec input, int classes, long seed) {
        return create(recipe, input, classes, seed, ComputeDevice.CPU);
    }

    /**
     * A new net with initial weights.
     *
     * @param seed decides the initial weights
     * @param device where the net is, and everything computed with it
     */
    public static Net create(Recipe recipe, InputSpec input, int classes, long seed, ComputeDevice device) {
        SequentialBlock block = Blocks.build(recipe.net(), classes);
        Net net = of(block, input, classes, device);
        UniformInit.apply(block, seed);
        return net;
    }

    /**
     * A net of any blocks, {@code [N, C, H, W]} to logits {@code [N, classes]}, with DJL's initial weights, on the CPU.
     */
    public static Net of(SequentialBlock block, InputSpec input, int classes) {
        return of(block, input, classes, ComputeDevice.CPU);
    }

    private static Net of(SequentialBlock block, InputSpec input, int classes, ComputeDevice device) {
        Device own = device.isGpu() ? Device.gpu(device.gpuNumber()) : Device.cpu();
        Model model = Model.newInstance("net", own, Torch.ENGINE);
        model.setBlock(block);
        block.initialize(model.getNDManager(), DataType.FLOAT32, shape(input, 1));
        return new Net(model, block, input, classes);
    }

    /** The blocks, in order. */
    public SequentialBlock block() {
        return block;
    }

    /** Size of one image. */
    public InputSpec input() {
        return input;
    }

    /** Number of classes. */
    public int classes() {
        return classes;
    }

    /** DJL's trainer of this net, ready for batches of {@code batchSize}; the caller closes it. */
    public Trainer newTrainer(DefaultTrainingConfig config, int batchSize) {
        // DJL's default is all GPUs of the machine; this net lives on one device.
        Device[] own = {model.getNDManager().getDevice()};
        Trainer trainer = model.newTrainer(config.optDevices(own));
        trainer.initialize(shape(input, batchSize));
        return trainer;
    }

    /** Images {@code from} (inclusive) to {@code to} (exclusive) as float {@code [N, C, H, W]}, 0 to 1. */
    public NDArray pixels(NDManager manager, LabelledImages images, int from, int to) {
        Shape shape = shape(images.input(), to - from);
        try (NDArray bytes = manager.create(staged(images.pixels(from, to)), shape, DataType.UINT8)) {
            NDArray pixels = bytes.toType(DataType.FLOAT32, true).muli(PIXEL_SCALE);
            return isChannelsLast && !manager.getDevice().isGpu() ? channelsLast(pixels) : pixels;
        }
    }

    /**
     * A copy outside Java's heap, good until the next. For what lies inside the heap DJL allocates a copy each time,
     * which only the garbage collector frees: memory would grow until it comes by, and be in pieces then.
     */
    private ByteBuffer staged(ByteBuffer bytes) {
        if (staging.capacity() < bytes.remaining()) {
            staging = ByteBuffer.allocateDirect(bytes.remaining());
        }
        return staging.clear().put(bytes).flip();
    }

    /**
     * The same numbers under the same indices, but in memory the channels of a pixel stand side by side. PyTorch's
     * layers keep to the order of their input, and on a CPU its max pool is a vector operation in this order only: a
     * step of the seed recipe takes 0.73 of the time. Not for nets with batch norm: for this order PyTorch computes the
     * variance as the mean of the squares less the square of the mean, and gradients are off by percents where the mean
     * is far greater than the deviation. Nor for convolutions in groups: oneDNN 3.7.1, which PyTorch 2.7.1 computes with,
     * gives other numbers for this order where the processor has AVX-512.
     */
    private static NDArray channelsLast(NDArray pixels) {
        NDArray last = pixels.transpose(0, 2, 3, 1);
        return last.flatten().reshape(last.getShape()).transpose(0, 3, 1, 2);
    }

    private static boolean isChannelsLast(Block block) {
        return !(block instanceof BatchNorm)
                && !(block instanceof Convolution convolution && convolution.getGroups() > 1)
                && block.getChildren().values().stream().allMatch(Net::isChannelsLast);
    }

    /** Logits of all images, {@code [N, classes]}. */
    public Scores logits(LabelledImages images) {
        float[] all = new float[images.size() * classes];
        for (int from = 0; from < images.size(); from += EVALUATION_BATCH) {
            int to = Math.min(from + EVALUATION_BATCH, images.size());
            try (NDManager batch = model.getNDManager().newSubManager()) {
                NDList in = new NDList(pixels(batch, images, from, to));
                float[] logits = block.forward(new ParameterStore(batch, false), in, false)
                        .singletonOrThrow()
                        .toFloatArray();
                System.arraycopy(logits, 0, all, from * classes, logits.length);
            }
        }
        return new Scores(all, classes);
    }

    /** Writes all weights in DJL's parameter format. */
    public void save(OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        block.saveParameters(data);
        data.flush();
    }

    /**
     * Replaces all weights by those that {@link #save} wrote.
     *
     * @throws TrainerException when the file is missing, damaged or of another net
     */
    public void load(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            load(in);
        } catch (IOException | RuntimeException e) {
            throw new TrainerException(
                    "cannot read weights from " + file + ": " + TrainerException.reasonOf(e)
                            + "; give --from a directory that 'trainer train' wrote with the same recipe",
                    e);
        }
    }

    /** Replaces all weights by those that {@link #save} wrote. */
    public void load(InputStream in) throws IOException {
        try {
            block.clear();
            block.loadParameters(model.getNDManager(), new DataInputStream(in));
        } catch (MalformedModelException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        model.close();
    }

    private static Shape shape(InputSpec input, int batchSize) {
        return new Shape(batchSize, input.channels(), input.height(), input.width());
    }
}
