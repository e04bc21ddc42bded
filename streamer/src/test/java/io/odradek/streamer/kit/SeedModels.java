package io.odradek.streamer.kit;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * Versions of the real net of {@code deploy/contract}, all of the same cost: version v's answers are those of the
 * original moved on by v mod 10, because the rows of its last layer are. The golden images' results move with them.
 */
public final class SeedModels {
    /** The name of every version. */
    public static final String NAME = "fashion-mnist";
    /** Number of classes. */
    public static final int CLASSES = 10;

    private static final int PIXELS = 28 * 28;

    private static final Path FIXTURE = Path.of("..", "deploy", "contract", "fashion-mnist-seed.onnx");
    private static final String GOLDEN = "odradek.golden";

    private final ModelProto original;
    private final String golden;

    /** Reads the original. */
    public SeedModels() {
        try {
            original = ModelProto.parseFrom(Files.readAllBytes(FIXTURE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        golden = original.getMetadataPropsList().stream()
                .filter(entry -> entry.getKey().equals(GOLDEN))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    /** The file of a version. */
    public byte[] file(int version) {
        int shift = version % CLASSES;
        ModelProto.Builder model = original.toBuilder();
        GraphProto.Builder graph = model.getGraphBuilder();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            TensorProto tensor = graph.getInitializer(i);
            // The last layer's weights [10, 1568] and bias [10].
            if (tensor.getDimsCount() > 0 && tensor.getDims(0) == CLASSES) {
                graph.setInitializer(i, tensor.toBuilder().setRawData(rotated(tensor.getRawData(), shift)));
            }
        }
        TestModels.put(model, "odradek.version", String.valueOf(version));
        TestModels.put(model, GOLDEN, rotatedGolden(shift));
        return model.build().toByteArray();
    }

    /** Publishes a version and makes it live. */
    public void promote(Cluster cluster, int version) {
        cluster.models(NAME + "@" + version, file(version));
        cluster.models(NAME, Cluster.utf8("{\"schema\":1,\"live\":\"" + version + "\",\"previous\":[]}"));
    }

    /** So many images of noise, as raw pixels, each time the same. */
    public static List<byte[]> noise(int count) {
        Random random = new Random(1);
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] image = new byte[PIXELS];
            random.nextBytes(image);
            images.add(image);
        }
        return images;
    }

    /** Its golden images: real ones, as files. */
    public List<byte[]> images() {
        List<byte[]> images = new ArrayList<>();
        for (JsonElement image : JsonParser.parseString(golden).getAsJsonArray()) {
            images.add(Base64.getDecoder()
                    .decode(image.getAsJsonObject().get("image").getAsString()));
        }
        return images;
    }

    private String rotatedGolden(int shift) {
        JsonArray images = JsonParser.parseString(golden).getAsJsonArray();
        for (JsonElement image : images) {
            JsonArray before = image.getAsJsonObject().getAsJsonArray("probabilities");
            JsonArray after = new JsonArray();
            for (int c = 0; c < CLASSES; c++) {
                after.add(before.get(Math.floorMod(c - shift, CLASSES)));
            }
            image.getAsJsonObject().add("probabilities", after);
        }
        return images.toString();
    }

    /** The ten rows of a tensor, each moved on by {@code shift}. */
    private static ByteString rotated(ByteString rows, int shift) {
        int cut = rows.size() / CLASSES * (CLASSES - shift);
        return rows.substring(cut).concat(rows.substring(0, cut));
    }
}
