package io.odradek.streamer.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Images of several kinds and sizes with the tensors that the trainer's decoder gives for them. */
class ImageVectorsTest {
    private static final Path FILE = Path.of("..", "deploy", "contract", "image-vectors.json");

    record Tensor(int channels, int height, int width, String fit, int alphaBackground, String sha256) {}

    record Vector(String name, String contentType, String image, List<Tensor> tensors) {}

    @Test
    void decodesAllToTheTensorsOfTheTrainer() throws IOException {
        Vector[] vectors = new Gson().fromJson(Files.readString(FILE), Vector[].class);

        assertThat(vectors)
                .hasSize(15)
                .allSatisfy(vector -> assertThat(vector.tensors())
                        .hasSize(10)
                        .allSatisfy(tensor -> assertThat(sha256(vector, tensor))
                                .as("%s to %s", vector.name(), tensor)
                                .isEqualTo(tensor.sha256())));
    }

    private static String sha256(Vector vector, Tensor tensor) {
        InputSpec spec = new InputSpec(
                tensor.channels(), tensor.height(), tensor.width(), Fit.named(tensor.fit()), tensor.alphaBackground());
        byte[] file = Base64.getDecoder().decode(vector.image());
        Decoding decoding = new ImageDecoder().decode(file, vector.contentType(), spec);
        assertThat(decoding).isInstanceOf(Decoding.Decoded.class);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(((Decoding.Decoded) decoding).tensor()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
