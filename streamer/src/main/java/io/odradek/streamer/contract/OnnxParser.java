package io.odradek.streamer.contract;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Parses a file after a look at its pieces: two bytes of a hostile file can become a hundred in memory, and the end of
 * the heap is the end of the process. Not thread-safe: one for each file.
 */
final class OnnxParser {
    /** A model of the largest graph that is served has fewer. */
    private static final int MAX_PIECES = 1_000_000;
    /** A message in memory, with what refers to it. */
    private static final long PIECE_BYTES = 128;
    /** A whole number may be one byte in the file and eight in memory, and a list that grows is there twice. */
    private static final long NUMBER_FACTOR = 20;
    /** Other numbers are as large as in the file. */
    private static final long FLOAT_FACTOR = 3;

    private static final int MAX_DEPTH = 100;

    private final long maxHeap;
    private long pieces;
    private long heap;

    private OnnxParser(long maxHeap) {
        this.maxHeap = maxHeap;
    }

    /** Parses a file, if it has room in half of the heap. */
    static ModelProto parse(byte[] file) throws RefusedException {
        return parse(file, Runtime.getRuntime().maxMemory() / 2);
    }

    /** Parses a file, if it has room in so many bytes. */
    static ModelProto parse(byte[] file, long maxHeap) throws RefusedException {
        ModelProto model;
        try {
            new OnnxParser(maxHeap).look(CodedInputStream.newInstance(file), ModelProto.getDescriptor(), 0);
            model = ModelProto.parseFrom(file);
        } catch (InvalidProtocolBufferException e) {
            throw refused("not an ONNX file, or a truncated one: " + e.getMessage());
        } catch (IOException e) {
            throw new IllegalStateException("an array cannot fail to be read", e);
        }
        if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
            throw refused("not an ONNX file: it has no graph");
        }
        return model;
    }

    private void look(CodedInputStream in, Descriptor type, int depth) throws IOException, RefusedException {
        if (depth > MAX_DEPTH) {
            throw refused("the file has pieces in pieces, more than " + MAX_DEPTH + " deep");
        }
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            if (field == null) {
                throw refused("not an ONNX file that this streamer knows: " + type.getName() + " has a field "
                        + WireFormat.getTagFieldNumber(tag));
            }
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                look(in, field, in.readRawVarint32(), depth);
            } else {
                count(0, NUMBER_FACTOR);
                in.skipField(tag);
            }
        }
    }

    private void look(CodedInputStream in, FieldDescriptor field, int length, int depth)
            throws IOException, RefusedException {
        if (field.getJavaType() == JavaType.MESSAGE) {
            count(1, PIECE_BYTES);
            int before = in.pushLimit(length);
            look(in, field.getMessageType(), depth + 1);
            in.popLimit(before);
            return;
        }
        boolean isText = field.getJavaType() == JavaType.STRING || field.getJavaType() == JavaType.BYTE_STRING;
        boolean isFloat = field.getJavaType() == JavaType.FLOAT || field.getJavaType() == JavaType.DOUBLE;
        count(isText ? 1 : 0, isText ? PIECE_BYTES + length : (isFloat ? FLOAT_FACTOR : NUMBER_FACTOR) * length);
        in.skipRawBytes(length);
    }

    private void count(int more, long bytes) throws RefusedException {
        pieces += more;
        heap += bytes;
        if (pieces > MAX_PIECES) {
            throw refused("the file has more than " + MAX_PIECES + " pieces");
        }
        if (heap > maxHeap) {
            throw new RefusedException(
                    Stage.SIZE,
                    "parsing it may take more than the " + maxHeap
                            + " bytes of heap that are there for that: raise -Xmx in JAVA_OPTS");
        }
    }

    private static RefusedException refused(String why) {
        return new RefusedException(Stage.PROTOBUF, why);
    }
}
