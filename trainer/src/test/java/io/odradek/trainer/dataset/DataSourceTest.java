package io.odradek.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.dataset.DataSource.Kind;
import io.odradek.trainer.file.Sha256;
import io.odradek.trainer.testing.Folders;
import io.odradek.trainer.testing.IdxFiles;
import io.odradek.trainer.testing.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSourceTest {
    @TempDir
    Path dir;

    @Test
    void readsFashionMnistWithItsOwnNames() throws InterruptedException {
        // When
        DataSource source = DataSource.of(RealData.directory(), null);
        DataSet data = source.read(ReadOptions.DEFAULT, ReadListener.NONE);

        // Then
        assertThat(source.kind()).isEqualTo(Kind.FASHION_MNIST);
        assertThat(source.modelName()).isEqualTo("fashion-mnist");
        assertThat(data.classes()).isEqualTo(FashionMnist.LABELS);
        assertThat(data.input()).isEqualTo(FashionMnist.INPUT);
        // One rule for all digests.
        assertThat(data.test().sha256()).isEqualTo(data.testSha256());
    }

    @Test
    void readsOtherIdxFilesWithTheNamesBesideThem() throws Exception {
        // Given
        idx(new byte[] {0, 1, 1}, new byte[] {1, 0});
        Files.writeString(dir.resolve("labels.txt"), "no\nyes\n\n");

        // When
        DataSet data = read();

        // Then: the digest is over both files, as of Fashion-MNIST
        assertThat(data.classes()).containsExactly("no", "yes");
        assertThat(data.input()).isEqualTo(InputSpec.grey(6, 5));
        assertThat(data.train().labels(0, 3)).containsExactly(0, 1, 1);
        assertThat(data.trainSha256())
                .isEqualTo(Sha256.of(
                        Files.readAllBytes(dir.resolve("train-images-idx3-ubyte")),
                        Files.readAllBytes(dir.resolve("train-labels-idx1-ubyte"))));
    }

    @Test
    void idxFilesWithoutNamesMustBeFashionMnist() {
        idx(new byte[] {0, 1, 1}, new byte[] {1, 0});

        assertRefused("is not Fashion-MNIST", "write the class names of other data to labels.txt");
    }

    @Test
    void refusesImagesAndLabelsThatDisagreeInNumber() throws IOException {
        // Given
        idx(new byte[] {0, 1, 1}, new byte[] {1, 0});
        Files.writeString(dir.resolve("labels.txt"), "no\nyes");
        Path labels = IdxFiles.write(dir.resolve("train-labels-idx1-ubyte"), new byte[] {0, 1}, 2);

        // Then
        assertRefused(dir.resolve("train-images-idx3-ubyte") + " has 3 images, " + labels + " 2 labels");
    }

    @Test
    void refusesALabelWithoutAName() throws IOException {
        idx(new byte[] {0, 1, (byte) 200}, new byte[] {1, 0});
        Path names = Files.writeString(dir.resolve("labels.txt"), "no\nyes");

        assertRefused(dir.resolve("train-labels-idx1-ubyte") + ": label 200 of image 2 names no class: " + names
                + " has 2, 0 to 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|has no class, expected 2 to 128",
                "'only\n'|has one class only, [only]",
                "'a\nb\na'|has the class 'a' twice",
                "'a\n\nb'|has a class name of 0 characters",
                "'a\nb\nc'|class 'c' has no image to learn from"
            })
    void refusesNamesThatAreNone(String names, String reason) throws IOException {
        idx(new byte[] {0, 1, 1}, new byte[] {1, 0});
        Files.writeString(dir.resolve("labels.txt"), names);

        assertRefused(reason);
    }

    @Test
    void refusesTestImagesOfAnotherSize() throws IOException {
        idx(new byte[] {0, 1, 1}, new byte[] {1, 0});
        Files.writeString(dir.resolve("labels.txt"), "no\nyes");
        IdxFiles.write(dir.resolve("t10k-images-idx3-ubyte"), new byte[2 * 28], 2, 7, 4);

        assertRefused("the training images have 6x5 pixels (height x width), the test images 7x4");
    }

    @Test
    void refusesToMissAFile() throws IOException {
        idx(new byte[] {0, 1, 1}, new byte[] {1, 0});
        Files.writeString(dir.resolve("labels.txt"), "no\nyes");
        Files.delete(dir.resolve("t10k-labels-idx1-ubyte"));

        assertRefused("no t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz in " + dir);
    }

    @Test
    void refusesToResizeIdxFiles() throws IOException {
        idx(new byte[] {0, 1, 1}, new byte[] {1, 0});
        Files.writeString(dir.resolve("labels.txt"), "no\nyes");
        DataSource source = DataSource.of(dir, null);

        assertThatThrownBy(() -> source.read(new ReadOptions(6, 6, null, null, false), ReadListener.NONE))
                .hasMessageContaining("--image-size is 6x6")
                .hasMessageContaining("has images of 6x5");
        assertThatThrownBy(() -> source.read(new ReadOptions(null, null, 3, null, false), ReadListener.NONE))
                .hasMessageContaining("--channels is 3, but IDX files are grey");
    }

    @Test
    void refusesADirectoryWithoutImages() throws IOException {
        Files.writeString(dir.resolve("notes.txt"), "nothing here");

        assertRefused("no train-images-idx3-ubyte.gz in " + dir + ", and no class folders");
    }

    @Test
    void namesTheModelLikeTheDirectory() {
        Path folder = dir.resolve("_My Pets (2026)");
        Folders.fill(folder.resolve("cat"), 1, 2, 2);

        assertThat(DataSource.of(folder, null).modelName()).isEqualTo("my-pets-2026-");
    }

    private void idx(byte[] train, byte[] test) {
        IdxFiles.part(dir, "train", train);
        IdxFiles.part(dir, "t10k", test);
    }

    private DataSet read() throws InterruptedException {
        return DataSource.of(dir, null).read(ReadOptions.DEFAULT, ReadListener.NONE);
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(this::read)
                .isInstanceOf(TrainerException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts).doesNotContain("\n"));
    }
}
