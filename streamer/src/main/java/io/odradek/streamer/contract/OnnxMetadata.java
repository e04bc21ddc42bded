package io.odradek.streamer.contract;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code metadata_props} of an ONNX file, read without its graph: a registry of large files can be listed in little
 * memory. Says nothing about whether the file would be admitted. Stateless.
 */
public final class OnnxMetadata {
    /** Of all entries together; what has more is not admitted either. */
    private static final int MAX_BYTES = 1 << 20;

    private OnnxMetadata() {}

    /**
     * Reads the metadata.
     *
     * @throws RefusedException when it is no protobuf, or has no metadata, a key twice, or more than a megabyte of it
     */
    public static Map<String, String> read(byte[] file) throws RefusedException {
        Map<String, String> metadata = new TreeMap<>();
        CodedInputStream in = CodedInputStream.newInstance(file);
        int wanted = WireFormat.WIRETYPE_LENGTH_DELIMITED | ModelProto.METADATA_PROPS_FIELD_NUMBER << 3;
        int bytes = 0;
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag != wanted) {
                    in.skipField(tag);
                    continue;
                }
                StringStringEntryProto entry =
                        in.readMessage(StringStringEntryProto.parser(), ExtensionRegistryLite.getEmptyRegistry());
                bytes += entry.getSerializedSize();
                put(metadata, entry, bytes);
            }
        } catch (InvalidProtocolBufferException e) {
            throw new RefusedException(Stage.PROTOBUF, "not an ONNX file, or a truncated one");
        } catch (IOException e) {
            throw new IllegalStateException("an array cannot fail to be read", e);
        }
        if (metadata.isEmpty()) {
            throw new RefusedException(Stage.PROTOBUF, "not an ONNX file with metadata");
        }
        return metadata;
    }

    /** The entries of a parsed file, under the same rules. */
    static Map<String, String> of(ModelProto model) throws RefusedException {
        Map<String, String> metadata = new TreeMap<>();
        int bytes = 0;
        for (StringStringEntryProto entry : model.getMetadataPropsList()) {
            bytes += entry.getSerializedSize();
            put(metadata, entry, bytes);
        }
        return metadata;
    }

    private static void put(Map<String, String> metadata, StringStringEntryProto entry, int bytes)
            throws RefusedException {
        if (bytes > MAX_BYTES) {
            throw new RefusedException(Stage.CONTRACT, "more than " + MAX_BYTES + " bytes of metadata");
        }
        if (metadata.put(entry.getKey(), entry.getValue()) != null) {
            throw new RefusedException(Stage.CONTRACT, "a metadata key stands there twice");
        }
    }
}
