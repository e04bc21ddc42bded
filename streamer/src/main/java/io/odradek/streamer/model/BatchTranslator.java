package io.odradek.streamer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import io.odradek.streamer.image.InputSpec;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * N tensors into one uint8 array {@code [N, C, H, W]}, and the result out as {@code N * classes} probabilities, copied
 * once. One direct buffer, used again: not thread-safe, one for each predictor.
 */
final class BatchTranslator implements NoBatchifyTranslator<List<byte[]>, FloatBuffer> {
    private final InputSpec input;
    private ByteBuffer buffer;

    BatchTranslator(InputSpec input) {
        this.input = input;
        this.buffer = ByteBuffer.allocateDirect(input.bytes());
    }

    @Override
    public NDList processInput(TranslatorContext context, List<byte[]> tensors) {
        int length = Math.multiplyExact(tensors.size(), input.bytes());
        if (buffer.capacity() < length) {
            buffer = ByteBuffer.allocateDirect(length);
        }
        buffer.clear();
        tensors.forEach(buffer::put);
        buffer.flip();
        Shape shape = new Shape(tensors.size(), input.channels(), input.height(), input.width());
        return new NDList(context.getNDManager().create(buffer, shape, DataType.UINT8));
    }

    @Override
    public FloatBuffer processOutput(TranslatorContext context, NDList output) {
        NDArray probabilities = output.head();
        if (probabilities.getDataType() != DataType.FLOAT32) {
            throw new IllegalStateException("the output has " + probabilities.getDataType() + ", allowed: FLOAT32");
        }
        // A copy, which outlives the tensor.
        return probabilities.toByteBuffer().asFloatBuffer();
    }
}
