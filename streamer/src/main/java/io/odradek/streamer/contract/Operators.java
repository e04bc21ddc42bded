package io.odradek.streamer.contract;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The operators that are served: those of the ONNX standard but what loops, draws at random, or is about text, losses or
 * files of images. Stateless.
 */
final class Operators {
    /** A loop may never end, and nothing could stop it. */
    private static final Set<String> LOOPS = Set.of("Loop", "Scan", "SequenceMap");

    /** Without OneHot: ONNX Runtime 1.29 aborts the process at one whose depth is a tensor of no elements. */
    private static final Set<String> SERVED = words("""
            Abs Acos Acosh Add AffineGrid And ArgMax ArgMin Asin Asinh Atan Atanh Attention AveragePool
            BatchNormalization BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor BlackmanWindow
            Cast CastLike Ceil Celu CenterCropPad Clip Col2Im Compress Concat ConcatFromSequence Constant
            ConstantOfShape Conv ConvInteger ConvTranspose Cos Cosh CumProd CumSum
            DFT DeformConv DepthToSpace DequantizeLinear Det Div Dropout DynamicQuantizeLinear
            Einsum Elu Equal Erf Exp Expand EyeLike Flatten Floor
            GRU Gather GatherElements GatherND Gelu Gemm GlobalAveragePool GlobalLpPool GlobalMaxPool Greater
            GreaterOrEqual GridSample GroupNormalization
            HammingWindow HannWindow HardSigmoid HardSwish Hardmax Identity If InstanceNormalization IsInf IsNaN
            LRN LSTM LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax LpNormalization LpPool
            MatMul MatMulInteger Max MaxPool MaxRoiPool MaxUnpool Mean MeanVarianceNormalization MelWeightMatrix Min
            Mish Mod Mul Neg NonMaxSuppression NonZero Not Or PRelu Pad Pow
            QLinearConv QLinearMatMul QuantizeLinear RMSNormalization RNN Range Reciprocal
            ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum
            ReduceSumSquare Relu Reshape Resize ReverseSequence RoiAlign RotaryEmbedding Round
            STFT Scatter ScatterElements ScatterND Selu SequenceAt SequenceConstruct SequenceLength Shape Shrink
            Sigmoid Sign Sin Sinh Size Slice Softmax Softplus Softsign SpaceToDepth Split SplitToSequence Sqrt
            Squeeze Sub Sum Swish Tan Tanh TensorScatter ThresholdedRelu Tile TopK Transpose Trilu Unique Unsqueeze
            Upsample Where Xor
            """);

    /** Operator, and the inputs that decide how large its result is. */
    private static final Map<String, Set<Integer>> SIZES = Stream.of("""
                    AffineGrid 1; BlackmanWindow 0; CenterCropPad 1; Col2Im 1 2; Compress 1; ConstantOfShape 0;
                    DFT 1 2; Expand 1; HammingWindow 0; HannWindow 0; If 0; MaxUnpool 2; MelWeightMatrix 0 1 2 3 4;
                    NonMaxSuppression 0 1 2 3 4; NonZero 0; Pad 1 3; Range 0 1 2;
                    ReduceL1 1; ReduceL2 1; ReduceLogSum 1; ReduceLogSumExp 1; ReduceMax 1; ReduceMean 1; ReduceMin 1;
                    ReduceProd 1; ReduceSum 1; ReduceSumSquare 1; Reshape 1; Resize 1 2 3; STFT 1 3; SequenceAt 1;
                    Slice 1 2 3 4; Split 1; SplitToSequence 1; Squeeze 1; Tile 1 2; TopK 1; Unique 0; Unsqueeze 1;
                    Upsample 1
                    """.split(";", -1))
            .map(entry -> entry.strip().split("\\s+", -1))
            .collect(Collectors.toUnmodifiableMap(
                    words -> words[0],
                    words -> IntStream.range(1, words.length)
                            .mapToObj(i -> Integer.valueOf(words[i]))
                            .collect(Collectors.toUnmodifiableSet())));

    private Operators() {}

    /**
     * Passes a whole number among an operator's attributes, alone or in a list, that ONNX Runtime 1.29 can take: it keeps
     * most in 32 bits, and what is cut off there kills the process (a block of 2^33 pixels is one of none, and divides by
     * it), as does a GatherND whose batch has fewer than no dimensions. Only a constant has room for any number, and a slice,
     * whose end is the greatest one where it goes on to the last element.
     */
    static void check(String operator, String attribute, long value) throws RefusedException {
        long least = operator.equals("GatherND") ? 0 : Integer.MIN_VALUE;
        boolean isAny = operator.equals("Constant")
                || (operator.equals("Slice") && (attribute.equals("starts") || attribute.equals("ends")));
        if (!isAny && (value < least || value > Integer.MAX_VALUE)) {
            throw new RefusedException(
                    Stage.PROTOBUF,
                    "the operator " + operator + " has \"" + attribute + "\" set to " + value + ", allowed: " + least
                            + " to " + Integer.MAX_VALUE);
        }
    }

    /** Passes an operator that is served. */
    static void check(String operator) throws RefusedException {
        if (LOOPS.contains(operator)) {
            throw new RefusedException(Stage.PROTOBUF, "the graph has a loop (" + operator + "), which is not served");
        }
        if (!SERVED.contains(operator)) {
            throw new RefusedException(
                    Stage.PROTOBUF, "the graph uses the operator " + operator + ", which is not served");
        }
    }

    /** Whether the size of the operator's result depends on the values of this input, and not on its shape alone. */
    static boolean decidesSize(String operator, int input) {
        return SIZES.getOrDefault(operator, Set.of()).contains(input);
    }

    /** Whether the result depends on the inputs' shapes alone, and not on their values. */
    static boolean tellsSize(String operator) {
        return operator.equals("Shape") || operator.equals("Size") || operator.equals("SequenceLength");
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+", -1));
    }
}
