package io.odradek.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.trainer.config.Augmentation;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
    /** Three rows of four pixels: 1 to 4, 5 to 8, 9 to 12. */
    private static final String IMAGE = "1 2 3 4 | 5 6 7 8 | 9 10 11 12";

    @Test
    void withoutVariationImagesComeAsTheyAreAndInOrder() {
        // Given
        LabelledImages images = images(5);

        // When
        LabelledImages batch = new Batches(images, Augmentation.NONE, 7, 1).batch(2, 5);

        // Then
        assertThat(batch.size()).isEqualTo(3);
        assertThat(rows(batch, 0)).isEqualTo(IMAGE);
        assertThat(batch.label(0)).isEqualTo(2);
        assertThat(batch.label(2)).isEqualTo(4);
    }

    @Test
    void anEpochIsAPermutationOfItsOwn() {
        // Given
        Augmentation shuffled = new Augmentation(true, false, 0, 0);

        // When
        List<Integer> first = labels(new Batches(images(100), shuffled, 7, 1));
        List<Integer> second = labels(new Batches(images(100), shuffled, 7, 2));
        List<Integer> otherSeed = labels(new Batches(images(100), shuffled, 8, 1));

        // Then
        assertThat(first)
                .doesNotHaveDuplicates()
                .hasSize(100)
                .isNotEqualTo(second)
                .isNotEqualTo(otherSeed);
        assertThat(second).containsExactlyInAnyOrderElementsOf(first);
        assertThat(labels(new Batches(images(100), shuffled, 7, 1))).isEqualTo(first);
    }

    @Test
    void aPlaceInTheEpochDoesNotDependOnTheBatchThatItComesIn() {
        Augmentation all = new Augmentation(true, true, 2, 2);

        LabelledImages whole = new Batches(images(100), all, 7, 3).batch(0, 100);
        LabelledImages part = new Batches(images(100), all, 7, 3).batch(40, 60);

        assertThat(IntStream.range(0, 20).mapToObj(i -> rows(part, i)))
                .isEqualTo(IntStream.range(40, 60).mapToObj(i -> rows(whole, i)).toList());
    }

    @Test
    void halfOfTheImagesAreMirrored() {
        // When
        LabelledImages batch = new Batches(images(100), new Augmentation(false, true, 0, 0), 7, 1).batch(0, 100);

        // Then
        List<String> all = IntStream.range(0, 100).mapToObj(i -> rows(batch, i)).toList();
        assertThat(all).containsOnly(IMAGE, "4 3 2 1 | 8 7 6 5 | 12 11 10 9");
        assertThat(all.stream().filter(IMAGE::equals).count()).isBetween(35L, 65L);
    }

    @Test
    void imagesAreMovedOverBlackByAtMostTheShift() {
        // When
        Set<String> all = distinct(new Augmentation(false, false, 1, 0), 100);

        // Then
        assertThat(all)
                .containsExactlyInAnyOrder(
                        IMAGE,
                        "0 1 2 3 | 0 5 6 7 | 0 9 10 11",
                        "2 3 4 0 | 6 7 8 0 | 10 11 12 0",
                        "0 0 0 0 | 1 2 3 4 | 5 6 7 8",
                        "5 6 7 8 | 9 10 11 12 | 0 0 0 0",
                        "0 0 0 0 | 0 1 2 3 | 0 5 6 7",
                        "0 0 0 0 | 2 3 4 0 | 6 7 8 0",
                        "0 5 6 7 | 0 9 10 11 | 0 0 0 0",
                        "6 7 8 0 | 10 11 12 0 | 0 0 0 0");
    }

    @Test
    void aMirroredImageIsMovedToo() {
        assertThat(distinct(new Augmentation(false, true, 1, 0), 500))
                .hasSize(18)
                .contains("0 4 3 2 | 0 8 7 6 | 0 12 11 10");
    }

    @Test
    void aShiftBeyondTheImageLeavesBlack() {
        assertThat(distinct(new Augmentation(false, true, 32, 0), 200)).contains("0 0 0 0 | 0 0 0 0 | 0 0 0 0");
    }

    @Test
    void aSquareIsBlackened() {
        assertThat(distinct(new Augmentation(false, false, 0, 2), 200))
                .hasSize(12)
                .contains("0 2 3 4 | 5 6 7 8 | 9 10 11 12", "1 2 3 4 | 5 0 0 8 | 9 0 0 12");
        assertThat(distinct(new Augmentation(false, false, 0, 128), 10)).containsOnly("0 0 0 0 | 0 0 0 0 | 0 0 0 0");
    }

    @Test
    void channelsVaryAlike() {
        // Given: red, green and blue differ by 100 each
        byte[] pixels = new byte[27];
        for (int i = 0; i < 27; i++) {
            pixels[i] = (byte) (1 + i % 9 + 100 * (i / 9) % 256);
        }
        InputSpec color = InputSpec.of(3, 3, 3, "exact");
        LabelledImages one = new LabelledImages(color, pixels, new byte[1]);
        for (int epoch = 1; epoch <= 50; epoch++) {
            // When
            byte[] varied = new Batches(one, new Augmentation(false, true, 1, 1), 7, epoch)
                    .batch(0, 1)
                    .image(0);

            // Then
            for (int i = 0; i < 9; i++) {
                int red = Byte.toUnsignedInt(varied[i]);
                assertThat(Byte.toUnsignedInt(varied[9 + i])).isEqualTo(red == 0 ? 0 : red + 100);
                assertThat(Byte.toUnsignedInt(varied[18 + i])).isEqualTo(red == 0 ? 0 : red + 200);
            }
        }
    }

    private static Set<String> distinct(Augmentation augmentation, int count) {
        LabelledImages batch = new Batches(images(count), augmentation, 7, 1).batch(0, count);
        return IntStream.range(0, count).mapToObj(i -> rows(batch, i)).collect(Collectors.toCollection(HashSet::new));
    }

    private static LabelledImages images(int count) {
        byte[] pixels = new byte[count * 12];
        byte[] labels = new byte[count];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (1 + i % 12);
            labels[i / 12] = (byte) (i / 12);
        }
        return new LabelledImages(InputSpec.grey(3, 4), pixels, labels);
    }

    private static List<Integer> labels(Batches batches) {
        LabelledImages batch = batches.batch(0, 100);
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            labels.add(batch.label(i));
        }
        return labels;
    }

    private static String rows(LabelledImages images, int i) {
        byte[] image = images.image(i);
        return IntStream.range(0, 3)
                .mapToObj(row -> IntStream.range(row * 4, row * 4 + 4)
                        .mapToObj(p -> Byte.toString(image[p]))
                        .collect(Collectors.joining(" ")))
                .collect(Collectors.joining(" | "));
    }
}
