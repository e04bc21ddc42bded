package io.odradek.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.PngEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTestSetTest {
    private static final InputSpec INPUT = InputSpec.grey(1, 1);

    @TempDir
    Path dir;

    @Test
    void matchesClassesOfModelsThatHaveMoreThanAByteTells() throws IOException {
        // Given
        List<String> labels =
                IntStream.range(0, 1000).mapToObj(c -> "class " + c).toList();
        image("class 3/a.png", 3);
        image("class 999/b.png", 99);

        // When
        TestSet.Stretch all = read(FolderTestSet.open(dir, labels, INPUT, false, false));

        // Then: whatever their order
        assertThat(all.truth()).containsExactlyInAnyOrder(3, 999);
        for (int i = 0; i < 2; i++) {
            assertThat(all.pixels().get(i)).isEqualTo((byte) (all.truth()[i] == 3 ? 3 : 99));
            assertThat(all.names().get(i)).endsWith(all.truth()[i] == 3 ? "a.png" : "b.png");
        }
    }

    @Test
    void keepsLabelsAtTheirImagesWhereOneIsLeftOut() throws IOException {
        // Given
        for (int i = 0; i < 20; i++) {
            image((i % 2 == 0 ? "even/" : "odd/") + i + ".png", i);
        }
        Files.writeString(dir.resolve("even/bad.png"), "no image");

        // When
        TestSet.Stretch all = read(FolderTestSet.open(dir, List.of("odd", "even"), INPUT, false, true));

        // Then
        assertThat(all.skipped()).singleElement().asString().contains("even/bad.png");
        assertThat(all.truth()).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(all.truth()[i]).isEqualTo(all.pixels().get(i) % 2 == 0 ? 1 : 0);
        }
    }

    @Test
    void takesTheImagesThatATrainingHoldsOut() throws IOException, InterruptedException {
        // Given: a training knows two classes, the model one more
        for (int i = 0; i < 23; i++) {
            image("a/" + i + ".png", i);
            image("c/" + i + ".png", 100 + i);
        }
        DataSet training = DataSource.of(dir, null).read(ReadOptions.DEFAULT, ReadListener.NONE);

        // When
        TestSet.Stretch heldOut = read(FolderTestSet.open(dir, List.of("a", "b", "c"), INPUT, true, false));

        // Then
        assertThat(heldOut.pixels())
                .isEqualTo(training.test().pixels(0, training.test().size()));
        assertThat(heldOut.truth()).hasSize(4).containsOnly(0, 2);
        assertThat(read(FolderTestSet.open(dir, List.of("a", "b", "c"), INPUT, false, false))
                        .truth())
                .hasSize(46);
    }

    @Test
    void takesTheTestPartWithoutAPartToLearnFrom() throws IOException {
        image("test/a/1.png", 1);
        image("test/b/2.png", 2);

        assertThat(read(FolderTestSet.open(dir, List.of("a", "b"), INPUT, false, false))
                        .truth())
                .containsExactlyInAnyOrder(0, 1);
    }

    private static TestSet.Stretch read(TestSet images) {
        try {
            return images.read(0, images.size());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void image(String name, int grey) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, PngEncoder.encode(new byte[] {(byte) grey}, INPUT));
    }
}
