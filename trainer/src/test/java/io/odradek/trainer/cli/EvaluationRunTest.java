package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.trainer.dataset.ReadListener;
import io.odradek.trainer.dataset.TestSet;
import io.odradek.trainer.onnx.ImageClassifier;
import io.odradek.trainer.testing.ColourNet;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationRunTest {
    @TempDir
    Path dir;

    @Test
    void keepsEachImageWithItsTruthOverManyStretchesOfWhichSomeAreLeftOut() throws InterruptedException {
        // Given
        List<Integer> done = new ArrayList<>();
        ReadListener progress = (what, images, of) -> done.add(images);
        Path file = ColourNet.USUAL.write(dir.resolve("net.onnx"), ColourNet.SIDECAR);

        // When
        EvaluationRun run;
        try (ImageClassifier net = ImageClassifier.open(file, null, 1)) {
            run = EvaluationRun.of(net, new ManyColours(1300), progress);
        }

        // Then: every seventh of 1,300 is left out
        assertThat(run.evaluation().images()).isEqualTo(1300 - 186);
        assertThat(run.evaluation().accuracy()).isEqualTo(1);
        assertThat(run.skipped()).hasSize(186);
        assertThat(run.names()).hasSize(1300 - 186).startsWith("1", "2").endsWith("1298", "1299");
        assertThat(done).hasSizeGreaterThan(1).endsWith(1300);
    }

    /** Image i is of class i mod 3 and looks it; every seventh cannot be read. */
    private record ManyColours(int size) implements TestSet {
        @Override
        public Stretch read(int from, int to) {
            ByteBuffer pixels = ByteBuffer.allocate(12 * (to - from));
            List<Integer> read = new ArrayList<>();
            List<String> skipped = new ArrayList<>();
            for (int i = from; i < to; i++) {
                if (i % 7 == 0) {
                    skipped.add("image " + i);
                    continue;
                }
                read.add(i);
                for (int k = 0; k < 12; k++) {
                    pixels.put((byte) (k / 4 == i % 3 ? 200 : 0));
                }
            }
            return new Stretch(
                    pixels.flip(),
                    read.stream().mapToInt(i -> i % 3).toArray(),
                    read.stream().map(String::valueOf).toList(),
                    skipped);
        }
    }
}
