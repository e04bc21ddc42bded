package io.odradek.trainer.onnx;

import ai.onnx.proto.OnnxMl;
import com.google.gson.JsonParseException;
import com.google.protobuf.InvalidProtocolBufferException;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file that keeps the contract.
 *
 * @param path where it was read, for messages
 * @param bytes its content
 * @param id name and version
 * @param labels class names in output order
 * @param input how an image becomes the tensor
 * @param properties all {@code metadata_props}
 */
public record ModelFile(
        Path path, byte[] bytes, ModelId id, List<String> labels, InputSpec input, Map<String, String> properties) {
    private static final long MAX_BYTES = 1L << 30;

    /**
     * Reads a file.
     *
     * @throws TrainerException when it is missing, no ONNX, larger than 1 GiB or without the contract's required keys
     */
    public static ModelFile read(Path path) {
        byte[] bytes = readBytes(path);
        Map<String, String> properties = properties(path, bytes);
        try {
            requireSchema(properties);
            return new ModelFile(
                    path,
                    bytes,
                    new ModelId(required(properties, MetadataKeys.NAME), required(properties, MetadataKeys.VERSION)),
                    labels(required(properties, MetadataKeys.LABELS)),
                    ModelMetadata.GSON.fromJson(required(properties, MetadataKeys.INPUT), InputSpec.class),
                    properties);
        } catch (JsonParseException | IllegalArgumentException e) {
            throw refused(path, TrainerException.reasonOf(e), e);
        } catch (RuntimeException e) {
            // Gson wraps what a record's constructor throws.
            throw refused(path, TrainerException.reasonOf(e.getCause() == null ? e : e.getCause()), e);
        }
    }

    /**
     * Whether an ONNX file says anything about itself in the contract's keys.
     *
     * @throws TrainerException when it is missing, no ONNX, or larger than 1 GiB
     */
    static boolean isOwn(Path path) {
        return properties(path, readBytes(path)).keySet().stream().anyMatch(key -> key.startsWith("odradek."));
    }

    /** The same model in other bytes, as with a signature. */
    public ModelFile withBytes(byte[] other) {
        return new ModelFile(path, other, id, labels, input, properties(path, other));
    }

    /** SHA-256 of the content. */
    public String sha256() {
        return Sha256.of(bytes);
    }

    private static byte[] readBytes(Path path) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw refused(path, "it has " + Files.size(path) + " bytes, at most " + MAX_BYTES, null);
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new TrainerException(
                    "cannot read " + path + ": " + TrainerException.reasonOf(e) + "; give an ONNX file", e);
        }
    }

    private static Map<String, String> properties(Path path, byte[] bytes) {
        try {
            OnnxMl.ModelProto model = OnnxMl.ModelProto.parseFrom(bytes);
            if (!model.hasGraph()) {
                throw new TrainerException(path + " is no ONNX file: it holds no graph");
            }
            return model.getMetadataPropsList().stream()
                    .collect(Collectors.toUnmodifiableMap(p -> p.getKey(), p -> p.getValue(), (first, last) -> last));
        } catch (InvalidProtocolBufferException e) {
            throw new TrainerException(path + " is no ONNX file: " + TrainerException.reasonOf(e), e);
        }
    }

    private static void requireSchema(Map<String, String> properties) {
        String schema = required(properties, MetadataKeys.SCHEMA);
        if (!schema.equals(MetadataKeys.SCHEMA_VERSION)) {
            throw new IllegalArgumentException(
                    MetadataKeys.SCHEMA + " is " + schema + ", expected " + MetadataKeys.SCHEMA_VERSION);
        }
    }

    private static String required(Map<String, String> properties, String key) {
        String value = properties.get(key);
        if (value == null) {
            throw new IllegalArgumentException("metadata key " + key + " is missing");
        }
        return value;
    }

    private static List<String> labels(String json) {
        return List.of(ModelMetadata.GSON.fromJson(json, String[].class));
    }

    private static TrainerException refused(Path path, String reason, @Nullable Throwable cause) {
        return new TrainerException(
                path + " does not keep the model contract: " + reason
                        + "; give a model.onnx that 'trainer train' wrote",
                cause);
    }
}
