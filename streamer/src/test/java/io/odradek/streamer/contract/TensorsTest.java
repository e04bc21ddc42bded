package io.odradek.streamer.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How much data a tensor must have, by its shape and type. */
class TensorsTest {
    /** Three elements; those of four bits share a byte. */
    @ParameterizedTest
    @CsvSource({
        "UINT4, 2",
        "INT4, 2",
        "BOOL, 3",
        "INT8, 3",
        "UINT8, 3",
        "FLOAT8E4M3FN, 3",
        "FLOAT8E4M3FNUZ, 3",
        "FLOAT8E5M2, 3",
        "FLOAT8E5M2FNUZ, 3",
        "INT16, 6",
        "UINT16, 6",
        "FLOAT16, 6",
        "BFLOAT16, 6",
        "FLOAT, 12",
        "INT32, 12",
        "UINT32, 12",
        "DOUBLE, 24",
        "INT64, 24",
        "UINT64, 24"
    })
    void hasAsManyRawBytesAsItsShapeAndTypeSay(DataType type, int bytes) {
        passes(raw(type, bytes, 3));
        refuses(raw(type, bytes - 1, 3), "has not the data of the 3 elements that its shape says");
        refuses(raw(type, bytes + 1, 3), "has not the data of the 3 elements that its shape says");
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"STRING", "COMPLEX64", "COMPLEX128", "UNDEFINED"})
    void isOfNumbersOrTruthValues(DataType type) {
        refuses(raw(type, 16, 1), "tensor \"t\" is of type " + type + " or in pieces, which is not served");
    }

    @Test
    void isOfATypeThatTheStandardKnows() {
        refuses(tensor(DataType.FLOAT).setDataType(99), "tensor \"t\" is of type 99 or in pieces, which is not served");
    }

    @Test
    void isInOnePiece() {
        refuses(
                raw(DataType.FLOAT, 4, 1)
                        .setSegment(TensorProto.Segment.newBuilder().setBegin(0).setEnd(1)),
                "is of type FLOAT or in pieces");
    }

    @Test
    void isInThisFileByEachOfTheTwoWaysToSayOtherwise() {
        refuses(raw(DataType.FLOAT, 4, 1).setDataLocation(TensorProto.DataLocation.EXTERNAL), "in another file");
        refuses(
                raw(DataType.FLOAT, 4, 1)
                        .addExternalData(StringStringEntryProto.newBuilder().setKey("location")),
                "in another file");
        passes(raw(DataType.FLOAT, 4, 1).setDataLocation(TensorProto.DataLocation.DEFAULT));
    }

    @Test
    void hasItsValuesInTheFieldOfItsTypeWhereTheyAreNotRaw() {
        passes(tensor(DataType.FLOAT, 2).addFloatData(1).addFloatData(1));
        passes(tensor(DataType.INT64, 2).addInt64Data(1).addInt64Data(1));
        passes(tensor(DataType.DOUBLE, 2).addDoubleData(1).addDoubleData(1));
        passes(tensor(DataType.UINT32, 2).addUint64Data(1).addUint64Data(1));
        passes(tensor(DataType.UINT64, 2).addUint64Data(1).addUint64Data(1));
        passes(tensor(DataType.BOOL, 2).addInt32Data(1).addInt32Data(1));
        refuses(tensor(DataType.FLOAT, 2).addInt32Data(1).addInt32Data(1), "has not the data");
        refuses(tensor(DataType.INT64, 2).addFloatData(1).addFloatData(1), "has not the data");
        refuses(tensor(DataType.DOUBLE, 2).addInt32Data(1).addInt32Data(1), "has not the data");
        refuses(tensor(DataType.UINT64, 2).addInt32Data(1).addInt32Data(1), "has not the data");
        refuses(tensor(DataType.BOOL, 2).addUint64Data(1).addUint64Data(1), "has not the data");
        refuses(tensor(DataType.FLOAT, 2).addFloatData(1), "has not the data");
        refuses(tensor(DataType.FLOAT, 2).addFloatData(1).addFloatData(1).addFloatData(1), "has not the data");
    }

    @Test
    void hasNoValuesInTheFieldsOfOtherTypesToo() {
        refuses(tensor(DataType.FLOAT, 1).addFloatData(1).addInt32Data(1), "has not the data");
        refuses(tensor(DataType.FLOAT, 1).addFloatData(1).addInt64Data(1), "has not the data");
        refuses(tensor(DataType.FLOAT, 1).addFloatData(1).addDoubleData(1), "has not the data");
        refuses(tensor(DataType.FLOAT, 1).addFloatData(1).addUint64Data(1), "has not the data");
        refuses(tensor(DataType.FLOAT, 1).addFloatData(1).addStringData(ByteString.EMPTY), "has not the data");
        refuses(tensor(DataType.INT32, 1).addInt32Data(1).addFloatData(1), "has not the data");
    }

    @Test
    void hasTwoElementsOfFourBitsInAValue() {
        passes(tensor(DataType.INT4, 3).addInt32Data(1).addInt32Data(1));
        refuses(tensor(DataType.INT4, 3).addInt32Data(1), "has not the data");
        refuses(tensor(DataType.UINT4, 3).addInt32Data(1).addInt32Data(1).addInt32Data(1), "has not the data");
    }

    @Test
    void hasRawDataOrValuesAndNotBoth() {
        refuses(raw(DataType.FLOAT, 4, 1).addFloatData(1), "has not the data");
        passes(raw(DataType.FLOAT, 0, 1).addFloatData(1));
    }

    @Test
    void hasOneElementWithoutDimensionsAndNoneWhereADimensionIsNought() {
        passes(raw(DataType.FLOAT, 4));
        refuses(raw(DataType.FLOAT, 0), "the data of the 1 elements");
        passes(raw(DataType.FLOAT, 0, 5, 0));
        passes(tensor(DataType.FLOAT, 0));
        refuses(tensor(DataType.FLOAT, 7), "the data of the 7 elements");
    }

    @Test
    void hasAtMostSixteenDimensions() {
        passes(raw(DataType.FLOAT, 4).addAllDims(Collections.nCopies(16, 1L)));
        refuses(
                raw(DataType.FLOAT, 4).addAllDims(Collections.nCopies(17, 1L)),
                "tensor \"t\" has 17 dimensions, allowed: 16");
    }

    @Test
    void hasNoMoreElementsThanAnArrayHasRoomFor() {
        String large = "large, more than any file holds";
        refuses(raw(DataType.FLOAT, 4, Integer.MAX_VALUE), "has not the data of the 2147483647 elements");
        refuses(raw(DataType.FLOAT, 4, 1L << 31), "says of itself that it is [2147483648] " + large);
        refuses(raw(DataType.FLOAT, 4, 1 << 16, 1 << 15), large);
        refuses(raw(DataType.FLOAT, 0, 0, 1L << 31), large);
        refuses(raw(DataType.FLOAT, 0, 0, -1), large);
    }

    private static TensorProto.Builder tensor(DataType type, long... dims) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName("t").setDataType(type.getNumber());
        for (long dim : dims) {
            tensor.addDims(dim);
        }
        return tensor;
    }

    private static TensorProto.Builder raw(DataType type, int bytes, long... dims) {
        return tensor(type, dims).setRawData(ByteString.copyFrom(new byte[bytes]));
    }

    private static void passes(TensorProto.Builder tensor) {
        assertThatCode(() -> Tensors.check(tensor.build())).doesNotThrowAnyException();
    }

    private static void refuses(TensorProto.Builder tensor, String why) {
        assertThatThrownBy(() -> Tensors.check(tensor.build()))
                .hasMessageContaining(why)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.stage()).isEqualTo(Stage.PROTOBUF));
    }
}
