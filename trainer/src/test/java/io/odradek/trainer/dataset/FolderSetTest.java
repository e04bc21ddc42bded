package io.odradek.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.testing.Folders;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSetTest {
    private static final ReadOptions SIZE_8 = new ReadOptions(8, 8, null, null, false);
    private static final ReadOptions SKIP_BAD = new ReadOptions(8, 8, null, null, true);

    @TempDir
    Path dir;

    @Test
    void takesTheClassesFromTheFoldersAndTheInputFromTheImages() throws Exception {
        // Given: two parts
        Folders.fill(dir.resolve("train/dog"), 3, 4, 6);
        Folders.fill(dir.resolve("train/cat"), 2, 4, 6);
        Folders.fill(dir.resolve("test/dog"), 1, 4, 6);

        // When
        DataSet data = read(ReadOptions.DEFAULT);

        // Then
        assertThat(data.classes()).containsExactly("cat", "dog");
        assertThat(data.input()).isEqualTo(InputSpec.of(3, 4, 6, "exact"));
        assertThat(labels(data.train())).containsExactlyInAnyOrder(0, 0, 1, 1, 1);
        assertThat(labels(data.test())).containsExactly(1);
        assertThat(data.remarks()).isEmpty();
    }

    @Test
    void isGreyWhereAllImagesAre() throws Exception {
        Folders.fill(dir.resolve("a"), 2, 4, 4, BufferedImage.TYPE_BYTE_GRAY);
        Folders.fill(dir.resolve("b"), 2, 4, 4, BufferedImage.TYPE_BYTE_BINARY);

        assertThat(read(ReadOptions.DEFAULT).input().channels()).isEqualTo(1);

        Folders.image(dir.resolve("b/palette.png"), 4, 4, BufferedImage.TYPE_BYTE_INDEXED, 1);

        assertThat(read(ReadOptions.DEFAULT).input().channels()).isEqualTo(3);
    }

    @Test
    void holdsOutAboutOneInFiveOfEachClassAndSaysSo() throws Exception {
        // Given
        Folders.fill(dir.resolve("few"), 2, 4, 4);
        Folders.fill(dir.resolve("many"), 10, 4, 4);

        // When
        DataSet data = read(ReadOptions.DEFAULT);

        // Then
        assertThat(labels(data.test())).containsExactlyInAnyOrder(0, 1, 1);
        assertThat(data.train().size()).isEqualTo(9);
        assertThat(files(data.train())).doesNotContainAnyElementsOf(files(data.test()));
        assertThat(data.remarks())
                .containsExactly(dir + " has no part to test on: about one image in 5 of each class, 3 of 12, is held"
                        + " out for it, chosen by its name, so that it stays so when others come");
    }

    @Test
    void anImageKeepsItsPartWhenOthersComeAndGo() throws Exception {
        // Given
        Folders.fill(dir.resolve("a"), 20, 4, 4);
        Folders.fill(dir.resolve("b"), 20, 4, 4);
        List<Path> testedBefore = files(read(ReadOptions.DEFAULT).test());
        List<Path> learnedBefore = files(read(ReadOptions.DEFAULT).train());

        // When
        Folders.fill(dir.resolve("a"), 40, 4, 4);
        Files.delete(learnedBefore.get(0));
        DataSet after = read(ReadOptions.DEFAULT);

        // Then
        assertThat(files(after.test())).containsAll(testedBefore).doesNotContainAnyElementsOf(learnedBefore);
        assertThat(files(after.train()))
                .containsAll(learnedBefore.subList(1, learnedBefore.size()))
                .doesNotContainAnyElementsOf(testedBefore);
    }

    @Test
    void everyStretchHasAllClassesInProportion() throws Exception {
        // Given
        Folders.fill(dir.resolve("a"), 20, 4, 4);
        Folders.fill(dir.resolve("b"), 20, 4, 4);

        // When
        DataSet data = read(ReadOptions.DEFAULT);

        // Then
        assertThat(read(ReadOptions.DEFAULT).sha256()).isEqualTo(data.sha256());
        List<Integer> labels = labels(data.train());
        for (int i = 0; i + 6 <= labels.size(); i++) {
            assertThat(labels.subList(i, i + 6)).contains(0, 1);
        }
    }

    @Test
    void refusesWhatTheHeapCannotHold() {
        InputSpec photos = InputSpec.of(3, 224, 224, "resize");

        FolderSet.requireMemory(dir, photos, 2000, 512L << 20);
        assertThatThrownBy(() -> FolderSet.requireMemory(dir, photos, 4000, 512L << 20))
                .isInstanceOf(TrainerException.class)
                .hasMessage(dir + ": 4000 images of 150528 bytes need 735 MB of Java's heap, which may have 512; give a"
                        + " smaller --image-size, or set TRAINER_JAVA_OPTS=\"-Xmx735m -Xmn16m -XX:+UseSerialGC\"");
    }

    @Test
    void resizesToTheSizeThatIsAskedFor() throws Exception {
        // Given
        Folders.image(dir.resolve("a/1.png"), 9, 5, BufferedImage.TYPE_3BYTE_BGR, 1);
        Folders.image(dir.resolve("a/2.JPEG"), 40, 30, BufferedImage.TYPE_3BYTE_BGR, 2);
        Folders.image(dir.resolve("b/1.jpg"), 7, 7, BufferedImage.TYPE_BYTE_GRAY, 3);
        Folders.image(dir.resolve("b/2.PNG"), 7, 7, BufferedImage.TYPE_4BYTE_ABGR, 4);

        // When
        DataSet data = read(SIZE_8);

        // Then
        assertThat(data.input()).isEqualTo(InputSpec.of(3, 8, 8, "resize"));
        assertThat(data.train().size() + data.test().size()).isEqualTo(4);
    }

    @Test
    void refusesSeveralSizesWhereNoneIsAskedFor() {
        Folders.image(dir.resolve("a/1.png"), 9, 5, BufferedImage.TYPE_3BYTE_BGR, 1);
        Folders.image(dir.resolve("a/2.png"), 9, 5, BufferedImage.TYPE_3BYTE_BGR, 1);
        Folders.fill(dir.resolve("b"), 2, 9, 6);

        assertRefused(ReadOptions.DEFAULT, "the images differ in size: ", " has 9x5", " has 9x6", "--image-size HxW");
    }

    @Test
    void namesTheImageThatCannotBeRead() throws IOException {
        // Given: a JPEG cut in two
        twoClasses();
        Path bad = Folders.image(dir.resolve("a/bad.jpg"), 30, 30, BufferedImage.TYPE_3BYTE_BGR, 1);
        byte[] content = Files.readAllBytes(bad);
        Files.write(bad, java.util.Arrays.copyOf(content, content.length / 2));

        // Then
        assertRefused(SIZE_8, "cannot read image " + bad + ": damaged image", "--skip-bad");
    }

    @Test
    void leavesOutWhatCannotBeReadWhereThatIsAllowed() throws Exception {
        // Given
        twoClasses();
        Path text = Files.writeString(dir.resolve("a/text.png"), "hello");
        Path damaged = Folders.image(dir.resolve("b/damaged.png"), 8, 8, BufferedImage.TYPE_3BYTE_BGR, 1);
        byte[] content = Files.readAllBytes(damaged);
        content[content.length - 30] ^= 1;
        Files.write(damaged, content);

        // When
        DataSet data = read(SKIP_BAD);

        // Then: named, and the others stay with their labels
        assertThat(data.skipped())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).isEqualTo(text + ": it is neither PNG nor JPEG"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith(damaged + ": damaged image: the checksum of the PNG chunk at byte "));
        LabelledImages train = data.train();
        assertThat(train.size() + data.test().size()).isEqualTo(8);
        for (int i = 0; i < train.size(); i++) {
            assertThat(String.valueOf(train.file(i)))
                    .contains(train.label(i) == 0 ? dir + "/a/" : dir + "/b/")
                    .doesNotContain("text", "damaged");
        }
    }

    @Test
    void refusesAnEmptyClass() throws IOException {
        twoClasses();
        Path empty = Files.createDirectories(dir.resolve("c"));
        Files.writeString(empty.resolve("notes.txt"), "no image");

        assertRefused(SIZE_8, "class folder " + empty + " holds no image (.png, .jpg, .jpeg)");
    }

    @Test
    void refusesAClassOfWhichNothingIsLeft() throws IOException {
        twoClasses();
        Files.createDirectories(dir.resolve("c"));
        Files.writeString(dir.resolve("c/1.png"), "no image");
        Files.writeString(dir.resolve("c/2.png"), "no image either");

        assertRefused(SKIP_BAD, dir + ": class 'c' has no image to learn from");
    }

    @Test
    void refusesASingleClass() {
        Folders.fill(dir.resolve("only"), 3, 4, 4);

        assertRefused(SIZE_8, dir + " has one class only, [only], expected 2 to 128");
    }

    @Test
    void refusesMoreClassesThanLabels() {
        for (int i = 0; i < 129; i++) {
            Folders.fill(dir.resolve("c" + i), 2, 1, 1);
        }

        assertRefused(SIZE_8, dir + " has 129 classes, allowed: 2 to 128");
    }

    @Test
    void refusesATestClassThatNothingIsLearnedOf() {
        Folders.fill(dir.resolve("train/a"), 2, 4, 4);
        Folders.fill(dir.resolve("train/b"), 2, 4, 4);
        Folders.fill(dir.resolve("test/bird"), 2, 4, 4);

        assertRefused(SIZE_8, dir.resolve("test/bird") + ": there is no class 'bird' among [a, b]");
    }

    @Test
    void refusesAClassOfOneImageWhereOneMustBeHeldOut() {
        twoClasses();
        Folders.fill(dir.resolve("c"), 1, 4, 4);

        assertRefused(SIZE_8, "class folder " + dir.resolve("c") + " holds one image, at least 2 are needed");
    }

    @Test
    void takesAClassThatIsCalledTrain() throws Exception {
        Folders.fill(dir.resolve("train"), 2, 4, 4);
        Folders.fill(dir.resolve("bus"), 2, 4, 4);

        assertThat(read(SIZE_8).classes()).containsExactly("bus", "train");
    }

    @Test
    void stopsWhenItIsInterrupted() {
        twoClasses();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> read(SIZE_8)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void tellsHowFarItIs() throws Exception {
        // Given
        Folders.fill(dir.resolve("a"), 70, 1, 1);
        Folders.fill(dir.resolve("b"), 30, 1, 1);
        List<String> heard = new ArrayList<>();

        // When
        new FolderSet(dir, SIZE_8, (what, done, of) -> heard.add(what + " " + done + "/" + of)).read();

        // Then
        assertThat(heard)
                .containsExactly("sizes 64/100", "sizes 100/100", "images 64/77", "images 77/77", "images 23/23");
    }

    private void twoClasses() {
        Folders.fill(dir.resolve("a"), 4, 8, 8);
        Folders.fill(dir.resolve("b"), 4, 8, 8);
    }

    private DataSet read(ReadOptions options) throws InterruptedException {
        return new FolderSet(dir, options, ReadListener.NONE).read();
    }

    private void assertRefused(ReadOptions options, String... parts) {
        assertThatThrownBy(() -> read(options))
                .isInstanceOf(TrainerException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts).doesNotContain("\n"));
    }

    private static List<Integer> labels(LabelledImages images) {
        return IntStream.range(0, images.size()).map(images::label).boxed().toList();
    }

    private static List<Path> files(LabelledImages images) {
        return IntStream.range(0, images.size()).mapToObj(images::file).toList();
    }
}
