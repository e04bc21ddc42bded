package io.odradek.trainer.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a graph takes and gives, by its own account. Immutable, though the arrays are not copied.
 *
 * @param floats whether its only input is float32, not uint8
 * @param input four dimensions, -1 where one is free
 * @param output the dimensions of its only output, -1 where one is free
 */
record GraphSignature(boolean floats, long[] input, long[] output) {
    /**
     * Looks at a loaded graph.
     *
     * @throws IllegalArgumentException when that is no image classifier: says why
     */
    static GraphSignature of(OrtSession session) throws OrtException {
        TensorInfo input = only("takes", "inputs", session.getInputInfo().values());
        TensorInfo output = only("gives", "outputs", session.getOutputInfo().values());
        require(
                List.of(OnnxJavaType.FLOAT, OnnxJavaType.UINT8).contains(input.type),
                "takes " + input.type + ", supported: FLOAT (float32) and UINT8");
        require(
                List.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16).contains(output.type),
                "gives " + output.type + ", supported: FLOAT (float32) and FLOAT16");
        require(
                input.getShape().length == 4,
                "takes " + text(input.getShape()) + ", expected four dimensions: images, channels, height and width");
        return new GraphSignature(input.type == OnnxJavaType.FLOAT, input.getShape(), output.getShape());
    }

    private static TensorInfo only(String verb, String what, Collection<NodeInfo> nodes) {
        String names = nodes.stream().map(NodeInfo::getName).collect(Collectors.joining(", "));
        require(
                nodes.size() == 1,
                verb + " " + nodes.size() + " " + what + " (" + names + "), an image classifier has one");
        NodeInfo only = nodes.iterator().next();
        if (!(only.getInfo() instanceof TensorInfo tensor)) {
            throw new IllegalArgumentException(verb + " " + only.getInfo() + ", expected a tensor");
        }
        return tensor;
    }

    /** Numbers of each image, or -1 where the graph does not say. */
    long classes() {
        long classes = 1;
        for (int i = 1; i < output.length; i++) {
            classes = output[i] < 0 || classes < 0 ? -1 : classes * output[i];
        }
        return output.length < 2 ? -1 : classes;
    }

    /** The number of images that it takes at once; 0: any. */
    int fixedBatch() {
        return Math.toIntExact(Math.max(0, input[0]));
    }

    /** Whether images of this size fit, also where a dimension is free. */
    boolean takes(boolean channelsLast, int channels, int height, int width) {
        int[] wanted = channelsLast ? new int[] {height, width, channels} : new int[] {channels, height, width};
        for (int i = 0; i < wanted.length; i++) {
            if (input[i + 1] >= 0 && input[i + 1] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether it seems to take {@code [N, H, W, C]}. */
    boolean looksChannelsLast() {
        return !isColours(input[1]) && isColours(input[3]);
    }

    private static boolean isColours(long size) {
        return size == 1 || size == 3;
    }

    /** Dimensions as in {@code [N, 3, 224, 224]}. */
    static String text(long[] shape) {
        return Arrays.stream(shape)
                .mapToObj(size -> size < 0 ? "N" : Long.toString(size))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static void require(boolean valid, String otherwise) {
        if (!valid) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
