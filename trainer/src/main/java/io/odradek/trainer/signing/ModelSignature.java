package io.odradek.trainer.signing;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.odradek.trainer.onnx.MetadataKeys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Where the signature is in a model file. Stateless.
 *
 * <p>A signed file is the unsigned file and then exactly one serialized {@code metadata_props} entry (field 14 of
 * ModelProto) with key {@code odradek.signature}; its value is the base64 of the 64 bytes of the Ed25519 signature over
 * the ASCII bytes {@code "odradek model 1\n"} and all bytes before the entry. Protobuf lets messages of one type be
 * concatenated, so a signed file is an ONNX file, and it is signed in whatever way it travels.
 *
 * <p>This is sound because all bytes but the entry are signed, name and version among them; nothing stands behind the
 * entry; and it has no room for anything but a signature. What a parser merges is signed.
 */
public final class ModelSignature {
    /** Length of a signature. */
    static final int SIGNATURE_BYTES = 64;

    private static final byte[] DOMAIN = "odradek model 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BASE64_BYTES = 88;
    private static final int ENTRY_BYTES = entry(new byte[SIGNATURE_BYTES]).length;

    private ModelSignature() {}

    /** The file without its signature; the same array where it has none. */
    public static byte[] strip(byte[] file) {
        int end = file.length - ENTRY_BYTES;
        if (end < 0) {
            return file;
        }
        byte[] base64 = Arrays.copyOfRange(file, file.length - BASE64_BYTES, file.length);
        try {
            byte[] signature = Base64.getDecoder().decode(base64);
            // Compared as a whole, so that only what append() writes counts.
            boolean signed = signature.length == SIGNATURE_BYTES
                    && Arrays.equals(file, end, file.length, entry(signature), 0, ENTRY_BYTES);
            return signed ? Arrays.copyOf(file, end) : file;
        } catch (IllegalArgumentException e) {
            return file;
        }
    }

    /** The bytes that a signature of {@code unsigned} covers. */
    static byte[] covered(byte[] unsigned) {
        byte[] covered = Arrays.copyOf(DOMAIN, DOMAIN.length + unsigned.length);
        System.arraycopy(unsigned, 0, covered, DOMAIN.length, unsigned.length);
        return covered;
    }

    /** The signed file. */
    static byte[] append(byte[] unsigned, byte[] signature) {
        byte[] entry = entry(signature);
        byte[] file = Arrays.copyOf(unsigned, unsigned.length + entry.length);
        System.arraycopy(entry, 0, file, unsigned.length, entry.length);
        return file;
    }

    /** Whether {@code file} has the key of a signature as a metadata key. */
    static boolean hasKey(byte[] file) {
        try {
            return ModelProto.parseFrom(file).getMetadataPropsList().stream()
                    .anyMatch(entry -> entry.getKey().equals(MetadataKeys.SIGNATURE));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("no ONNX file", e);
        }
    }

    private static byte[] entry(byte[] signature) {
        return ModelProto.newBuilder()
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey(MetadataKeys.SIGNATURE)
                        .setValue(Base64.getEncoder().encodeToString(signature)))
                .build()
                .toByteArray();
    }
}
