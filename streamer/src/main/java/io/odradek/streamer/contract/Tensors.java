package io.odradek.streamer.contract;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import org.jspecify.annotations.Nullable;

/** Passes a tensor that is whole in the file: numbers, exactly as many as its shape says. Stateless. */
final class Tensors {
    private static final int MAX_RANK = 16;
    /** What is not served: neither numbers nor truth values. */
    private static final int NONE = 0;

    private Tensors() {}

    /** Passes a tensor. */
    static void check(TensorProto tensor) throws RefusedException {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0) {
            throw refused("the model keeps tensors in another file, which is not served");
        }
        DataType type = DataType.forNumber(tensor.getDataType());
        int bits = bits(type);
        if (type == null || bits == NONE || tensor.hasSegment()) {
            throw refused(name(tensor) + " is of type " + (type == null ? tensor.getDataType() : type)
                    + " or in pieces, which is not served");
        }
        long elements = elements(tensor);
        int values = tensor.getFloatDataCount()
                + tensor.getInt32DataCount()
                + tensor.getInt64DataCount()
                + tensor.getDoubleDataCount()
                + tensor.getUint64DataCount()
                + tensor.getStringDataCount();
        boolean isRaw =
                tensor.hasRawData() && (values == 0 || !tensor.getRawData().isEmpty());
        boolean fits = isRaw
                ? values == 0 && tensor.getRawData().size() == (elements * bits + Byte.SIZE - 1) / Byte.SIZE
                : values == ownValues(tensor, type) && values == (bits == 4 ? (elements + 1) / 2 : elements);
        if (!fits) {
            throw refused(name(tensor) + " has not the data of the " + elements + " elements that its shape says");
        }
    }

    /** At most 2^31, whatever the shape says. */
    private static long elements(TensorProto tensor) throws RefusedException {
        if (tensor.getDimsCount() > MAX_RANK) {
            throw refused(name(tensor) + " has " + tensor.getDimsCount() + " dimensions, allowed: " + MAX_RANK);
        }
        long elements = 1;
        for (long dim : tensor.getDimsList()) {
            if (dim < 0 || dim > Integer.MAX_VALUE || elements * dim > Integer.MAX_VALUE) {
                throw refused(name(tensor) + " says of itself that it is " + tensor.getDimsList()
                        + " large, more than any file holds");
            }
            elements *= dim;
        }
        return elements;
    }

    /** Values in the field that the standard names for the type. */
    private static int ownValues(TensorProto tensor, DataType type) {
        return switch (type) {
            case FLOAT -> tensor.getFloatDataCount();
            case INT64 -> tensor.getInt64DataCount();
            case DOUBLE -> tensor.getDoubleDataCount();
            case UINT32, UINT64 -> tensor.getUint64DataCount();
            default -> tensor.getInt32DataCount();
        };
    }

    /** Of an element. */
    private static int bits(@Nullable DataType type) {
        if (type == null) {
            return NONE;
        }
        return switch (type) {
            case UINT4, INT4 -> 4;
            case BOOL, INT8, UINT8, FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ -> 8;
            case INT16, UINT16, FLOAT16, BFLOAT16 -> 16;
            case FLOAT, INT32, UINT32 -> 32;
            case DOUBLE, INT64, UINT64 -> 64;
            default -> NONE;
        };
    }

    private static String name(TensorProto tensor) {
        return "tensor \"" + tensor.getName() + "\"";
    }

    private static RefusedException refused(String why) {
        return new RefusedException(Stage.PROTOBUF, why);
    }
}
