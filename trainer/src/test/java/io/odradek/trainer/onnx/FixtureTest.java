package io.odradek.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import io.odradek.trainer.data.ImageDecoder;
import io.odradek.trainer.data.ImageDecoder.Decoded;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.file.Sha256;
import io.odradek.trainer.testing.Readme;
import io.odradek.trainer.testing.RealData;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The golden fixture that trainer and streamer share, against the contract and this module's own code. */
class FixtureTest {
    private static final ModelFile FIXTURE = ModelFile.read(Path.of("../deploy/contract/fashion-mnist-seed.onnx"));

    @Test
    void hasExactlyTheKeysOfTheContract() {
        assertThat(Readme.contractKeys()).hasSize(12).containsEntry(MetadataKeys.SIGNATURE, false);
        assertThat(FIXTURE.properties().keySet()).containsExactlyInAnyOrderElementsOf(Readme.exportedKeys());
    }

    @Test
    void goldenImagesDecodeToTheStatedTensors() {
        for (GoldenExample example : golden()) {
            assertThat(Sha256.of(decode(example))).isEqualTo(example.tensorSha256());
        }
    }

    @Test
    void goldenImagesGetTheStatedProbabilities() {
        // Given
        List<GoldenExample> golden = golden();
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        golden.forEach(example -> pixels.writeBytes(decode(example)));
        LabelledImages images = new LabelledImages(FIXTURE.input(), pixels.toByteArray(), new byte[golden.size()]);

        // When
        Scores found;
        try (OnnxSession session = OnnxSession.open(FIXTURE.bytes(), 1, "the fixture")) {
            found = session.probabilities(images, FIXTURE.labels().size());
        }

        // Then
        for (int i = 0; i < golden.size(); i++) {
            for (int c = 0; c < found.classes(); c++) {
                float expected = golden.get(i).probabilities().get(c);
                assertThat(found.at(i, c))
                        .isCloseTo(expected, within((float) golden.get(i).tolerance()));
            }
        }
    }

    @Test
    void goldenImagesAreTenRealOnesOfTenClassesAndSmallEnough() {
        // Given
        Set<String> expected = new HashSet<>();
        Set<Integer> classes = new HashSet<>();
        for (int i = 0; classes.size() < 10; i++) {
            if (classes.add(RealData.test().label(i))) {
                expected.add(Sha256.of(RealData.test().image(i)));
            }
        }

        // When
        List<GoldenExample> golden = golden();

        // Then
        assertThat(golden).extracting(GoldenExample::tensorSha256).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(FIXTURE.properties().get("odradek.golden")).hasSizeLessThanOrEqualTo(64 * 1024);
    }

    @Test
    void referenceSumsToOne() {
        // When
        Reference reference = new Gson().fromJson(FIXTURE.properties().get("odradek.reference"), Reference.class);

        // Then
        assertThat(reference.images()).isEqualTo(10_000);
        assertThat(reference.classShares().stream().mapToDouble(d -> d).sum()).isCloseTo(1, within(1e-9));
        assertThat(reference.confidenceHistogram().stream().mapToDouble(d -> d).sum())
                .isCloseTo(1, within(1e-9));
        assertThat(reference.confidenceHistogram()).hasSize(10);
    }

    @Test
    void reachesTheAccuracyOfTheArticle() {
        assertThat(Double.parseDouble(FIXTURE.properties().get("odradek.accuracy")))
                .isBetween(0.89, 0.91);
    }

    private static List<GoldenExample> golden() {
        return List.of(new Gson().fromJson(FIXTURE.properties().get("odradek.golden"), GoldenExample[].class));
    }

    private static byte[] decode(GoldenExample example) {
        ImageDecoder.Outcome outcome =
                new ImageDecoder(FIXTURE.input()).decode(Base64.getDecoder().decode(example.image()));
        assertThat(outcome).isInstanceOf(Decoded.class);
        return ((Decoded) outcome).pixels();
    }
}
