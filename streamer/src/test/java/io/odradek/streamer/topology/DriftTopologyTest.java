package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.contract.Reference;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.drift.DriftMonitor;
import io.odradek.streamer.drift.Statistic;
import io.odradek.streamer.drift.Verdict;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.live.sample.Novel;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.model.Admission;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of the images that flow are compared with the model's reference. */
class DriftTopologyTest extends ClassifyTopologyCase {
    private static final int WINDOW = 100;

    private static final String REFERENCE = "{'images':1000,'classShares':[0.4,0.4,0.2],".replace('\'', '"')
            + "\"confidenceHistogram\":[0,0,0,0,0,0,0,0,0,1],"
            + "\"mean\":{\"edges\":[49.9,50.1],\"shares\":[0,1,0]},"
            + "\"formats\":{\"image/png\":0.5,\"application/vnd.odradek.raw\":0.5}}";

    private final List<String> versions = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();

    @Test
    void countsWhatWasClassifiedWithItsFormatAndNotWhatWasRefused() throws IOException {
        // Given
        watch(REFERENCE);

        // When
        byte[] png = TestImages.encode(TestImages.grey(2, 2, 200, 0, 0, 0), "png");
        for (int i = 0; i < WINDOW; i++) {
            images.pipeInput(new byte[0], i % 2 == 0 ? TestModels.image(i % 5 / 2) : png);
            images.pipeInput(new byte[0], new byte[] {1});
        }

        // Then
        assertThat(verdicts).singleElement().satisfies(verdict -> {
            assertThat(verdict.images()).isEqualTo(WINDOW);
            assertThat(verdict.findings())
                    .containsOnlyKeys(Statistic.CLASSES, Statistic.CONFIDENCE, Statistic.MEAN, Statistic.FORMAT);
            assertThat(verdict.psi(Statistic.MEAN)).isZero();
            assertThat(verdict.psi(Statistic.FORMAT)).isZero();
            assertThat(verdict.psi(Statistic.CONFIDENCE)).isZero();
            assertThat(verdict.alarming()).containsExactly(Statistic.CLASSES);
        });
        assertThat(versions).containsExactly("1");
    }

    @Test
    void aModelWithoutAReferenceIsServedAndNotCompared() throws IOException {
        watch(null);

        for (int i = 0; i < 3 * WINDOW; i++) {
            images.pipeInput(new byte[0], TestModels.image(0));
        }

        assertThat(predictions.getQueueSize()).isEqualTo(3 * WINDOW);
        assertThat(verdicts).isEmpty();
    }

    private void watch(@org.jspecify.annotations.Nullable String reference) throws IOException {
        Path file = dir.resolve("referenced.onnx");
        Files.write(
                file,
                TestModels.put(TestModels.model("1", 0), "odradek.reference", reference)
                        .build()
                        .toByteArray());
        Admission admission = new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(file, TestModels.NAME, "1");
        models.swap(((Admission.Admitted) admission).model());
        drift = new DriftMonitor(WINDOW, new DriftMonitor.Listener() {
            @Override
            public void watching(ModelRef model, Reference.Reading reading) {
                versions.add(model.version());
            }

            @Override
            public void judged(ModelRef model, Verdict verdict, List<Novel> images) {
                verdicts.add(verdict);
            }
        });
        restart(limits);
    }
}
