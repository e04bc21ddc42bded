package io.odradek.streamer.model.fuzz;

import java.util.List;

/** Operators to try with odd operands and attributes. Stateless. */
final class OddOperators {
    /**
     * Operator, number of operands, attributes: of integers (*), numbers (~) and texts ($), else an integer. Those with
     * attributes or operands that decide sizes or places above all.
     */
    static final List<String[]> TABLE =
            """
            Conv 3 kernel_shape* strides* pads* dilations* group auto_pad$
            ConvTranspose 3 kernel_shape* strides* pads* dilations* output_shape* output_padding* group auto_pad$
            ConvInteger 4 kernel_shape* strides* pads* dilations* group
            MaxPool 1 kernel_shape* strides* pads* dilations* ceil_mode storage_order auto_pad$
            AveragePool 1 kernel_shape* strides* pads* ceil_mode count_include_pad auto_pad$
            LpPool 1 kernel_shape* strides* pads* p
            MaxUnpool 3 kernel_shape* strides* pads*
            MaxRoiPool 2 pooled_shape* spatial_scale~
            Resize 4 mode$ coordinate_transformation_mode$ nearest_mode$ cubic_coeff_a~ exclude_outside
            Pad 3 mode$
            Slice 5
            Gather 2 axis
            GatherElements 2 axis
            GatherND 2 batch_dims
            ScatterND 3
            ScatterElements 3 axis
            Tile 2
            Expand 2
            Reshape 2
            Flatten 1 axis
            Transpose 1 perm*
            Squeeze 2
            Unsqueeze 2
            Split 2 axis
            Concat 2 axis
            DepthToSpace 1 blocksize mode$
            SpaceToDepth 1 blocksize
            Range 3
            ConstantOfShape 1
            TopK 2 axis largest sorted
            CumSum 2 exclusive reverse
            ReverseSequence 2 batch_axis time_axis
            Compress 2 axis
            NonZero 1
            Unique 1 axis sorted
            Where 3
            EyeLike 1 k dtype
            RoiAlign 3 output_height output_width sampling_ratio spatial_scale~ mode$
            LSTM 3 hidden_size direction$ clip~
            GRU 3 hidden_size direction$ linear_before_reset
            RNN 3 hidden_size direction$
            Einsum 2 equation$
            MatMul 2
            MatMulInteger 2
            Gemm 3 transA transB alpha~ beta~
            LRN 1 size alpha~ beta~ bias~
            InstanceNormalization 3 epsilon~
            BatchNormalization 5 epsilon~
            LpNormalization 1 axis p
            MeanVarianceNormalization 1 axes*
            Softmax 1 axis
            LogSoftmax 1 axis
            Hardmax 1 axis
            ArgMax 1 axis keepdims select_last_index
            ReduceSum 2 keepdims noop_with_empty_axes
            ReduceMean 1 axes* keepdims
            ReduceMax 1 axes* keepdims
            ReduceL2 1 axes* keepdims
            ReduceLogSumExp 1 axes* keepdims
            QuantizeLinear 3 axis
            DequantizeLinear 3 axis
            DynamicQuantizeLinear 1
            QLinearMatMul 8
            Mod 2 fmod
            Div 2
            Pow 2
            Clip 3
            Cast 1 to
            Det 1
            NonMaxSuppression 5 center_point_box
            Shape 1
            Size 1
            Dropout 3 seed
            SequenceConstruct 2
            SequenceAt 2
            SplitToSequence 2 axis keepdims
            ConcatFromSequence 1 axis new_axis
            Shrink 1 lambd~ bias~
            PRelu 2
            """.lines().map(line -> line.split(" ", -1)).toList();

    /** Their names. */
    static final List<String> OPERATORS = TABLE.stream().map(row -> row[0]).toList();

    private OddOperators() {}
}
