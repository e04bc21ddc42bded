package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.dataset.DataSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingImagesTest {
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    @Test
    void refusesAValidationThatTakesAllOfAClass() {
        DataSet byClass = data(0, 0, 0, 1, 1, 1, 2, 2);

        assertThatThrownBy(() -> TrainingImages.of(byClass, keeping(2), NO_LIMIT))
                .isInstanceOf(TrainerException.class)
                .hasMessage("class 'newt' has no image left to learn from: --validation 2 keeps the last of 8 images;"
                        + " give a smaller number, and shuffle images that stand class by class");
    }

    @Test
    void saysWhichClassesTheValidationLacks() {
        TrainingImages images = TrainingImages.of(data(0, 0, 0, 1, 1, 1, 2, 2), keeping(1), NO_LIMIT);

        assertThat(images.train().size()).isEqualTo(7);
        assertThat(images.remarks())
                .containsExactly("2 classes, such as 'cat', have no image among the last 1, which --validation keeps");
    }

    @Test
    void saysWhichClassTheLimitLeavesOut() {
        TrainingImages images = TrainingImages.of(data(0, 0, 1, 1, 2, 2), keeping(0), 4);

        assertThat(images.train().size()).isEqualTo(4);
        assertThat(images.remarks())
                .containsExactly("class 'newt' has no image among the first 4, which --limit takes");
    }

    @Test
    void saysNothingWhereEachPartHasAllClasses() {
        assertThat(TrainingImages.of(data(0, 1, 2, 2, 1, 0), keeping(3), 3).remarks())
                .isEmpty();
        assertThat(TrainingImages.of(data(0, 1, 2), keeping(0), NO_LIMIT).remarks())
                .isEmpty();
    }

    /** Of one pixel each, in this order; the test images have one class alone. */
    private static DataSet data(int... labels) {
        byte[] own = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            own[i] = (byte) labels[i];
        }
        InputSpec input = InputSpec.grey(1, 1);
        LabelledImages train = new LabelledImages(input, new byte[labels.length], own);
        LabelledImages test = new LabelledImages(input, new byte[1], new byte[1]);
        return new DataSet(List.of("cat", "dog", "newt"), train, test, "", "", List.of(), List.of());
    }

    private static Recipe keeping(int validation) {
        Recipe seed = Recipe.SEED;
        return new Recipe("own", seed.net(), seed.descent(), seed.augmentation(), 1, validation);
    }
}
