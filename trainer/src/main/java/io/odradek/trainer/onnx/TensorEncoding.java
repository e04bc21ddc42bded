package io.odradek.trainer.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.odradek.trainer.data.InputSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How decoded pixels, uint8 {@code [N, C, H, W]}, become the tensor that a graph takes. Immutable, though the arrays are
 * not copied. Thread-safe.
 *
 * @param floats whether the graph takes float32, not uint8
 * @param channelsLast whether the graph takes {@code [N, H, W, C]}
 * @param factor for each channel: where the graph takes float32, a sample x, 0 to 255, becomes factor·x + shift
 * @param shift for each channel
 * @param fixedBatch number of images that the graph takes at once, or 0: any
 */
record TensorEncoding(boolean floats, boolean channelsLast, float[] factor, float[] shift, int fixedBatch) {
    private static final int MOST_IMAGES = 250;
    private static final int MOST_BYTES = 32 << 20;
    private static final int SAMPLES = 256;

    /** What the contract's graphs take: pixels as they are, any number of images. */
    static final TensorEncoding CONTRACT = new TensorEncoding(false, false, new float[0], new float[0], 0);

    /** How many images go into one call of the graph. */
    int batch(InputSpec input) {
        int fitting = Math.max(1, MOST_BYTES / bytes(input));
        return fixedBatch > 0 ? fixedBatch : Math.min(MOST_IMAGES, fitting);
    }

    /** Room for the tensor of one call. */
    ByteBuffer newBuffer(InputSpec input) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(batch(input), bytes(input)))
                .order(ByteOrder.nativeOrder());
    }

    /**
     * The tensor of one call, in {@code buffer}; the caller closes it. Of a fixed batch that is not full the rest is
     * anything.
     *
     * @param buffer as {@link #newBuffer} made it
     * @param pixels {@code [n, C, H, W]}
     */
    OnnxTensor tensor(ByteBuffer buffer, ByteBuffer pixels, InputSpec input) throws OrtException {
        int images = pixels.remaining() / input.bytes();
        buffer.clear();
        if (floats || channelsLast) {
            convert(buffer, pixels, input);
        } else {
            buffer.put(pixels);
        }
        int rows = fixedBatch > 0 ? fixedBatch : images;
        buffer.position(0).limit(rows * bytes(input));
        long[] shape = channelsLast
                ? new long[] {rows, input.height(), input.width(), input.channels()}
                : new long[] {rows, input.channels(), input.height(), input.width()};
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        return floats
                ? OnnxTensor.createTensor(environment, buffer.asFloatBuffer(), shape)
                : OnnxTensor.createTensor(environment, buffer, shape, OnnxJavaType.UINT8);
    }

    private void convert(ByteBuffer buffer, ByteBuffer pixels, InputSpec input) {
        float[][] table = floats ? table() : new float[0][];
        int plane = input.height() * input.width();
        int channels = input.channels();
        int from = pixels.position();
        for (int i = 0; i < pixels.remaining(); i++) {
            int channel = i / plane % channels;
            int image = i / input.bytes();
            int to = channelsLast ? image * input.bytes() + i % plane * channels + channel : i;
            byte sample = pixels.get(from + i);
            if (floats) {
                buffer.putFloat(to * Float.BYTES, table[channel][sample & 255]);
            } else {
                buffer.put(to, sample);
            }
        }
    }

    /** {@code [channel][sample]} */
    private float[][] table() {
        float[][] table = new float[factor.length][SAMPLES];
        for (int c = 0; c < factor.length; c++) {
            for (int x = 0; x < SAMPLES; x++) {
                table[c][x] = factor[c] * x + shift[c];
            }
        }
        return table;
    }

    private int bytes(InputSpec input) {
        return input.bytes() * (floats ? Float.BYTES : 1);
    }
}
