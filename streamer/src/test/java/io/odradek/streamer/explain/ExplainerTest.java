package io.odradek.streamer.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.odradek.streamer.image.ImageLimits;
import io.odradek.streamer.image.PayloadDecoder;
import io.odradek.streamer.image.Picture;
import io.odradek.streamer.model.LiveModels;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.model.TestModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExplainerTest {
    private static final int SIDE = 28;
    /** Batches are never slow by this clock. */
    private static final long TICK = 1_000;

    private static final long FOR_EVER = Long.MAX_VALUE / 2;

    /** The answer depends on the 8 x 8 pixels from (16, 4) on. */
    private final ModelHolder models = LiveModels.holding(lookingAt("1", 16, 4));

    private final AtomicLong clock = new AtomicLong();
    private LongConsumer atEachLook = look -> {};
    private final Explainer explainer = new Explainer(
            new PayloadDecoder(ImageLimits.DEFAULT, false),
            () -> {
                atEachLook.accept(clock.get() / TICK);
                return clock.addAndGet(TICK);
            },
            rest -> {});

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void isHotWhereTheModelLooksAndColdElsewhere() {
        Heatmap heat = heat(explain(FOR_EVER));

        assertThat(heat.width()).isEqualTo(14);
        assertThat(heat.height()).isEqualTo(14);
        assertThat(hottest(heat)).as("within columns 8 to 11, rows 2 to 5").isIn(cells(8, 11, 2, 5));
        for (int row = 0; row < 14; row++) {
            for (int column = 0; column < 14; column++) {
                boolean near = column >= 7 && column <= 12 && row >= 1 && row <= 6;
                double value = heat.values()[row * 14 + column];
                if (!near) {
                    assertThat(value).as("%d, %d", column, row).isEqualTo(0, offset(1e-6));
                }
            }
        }
        assertThat(heat.values()[4 * 14 + 9]).isGreaterThan(0.02);
    }

    @Test
    void showsTheImageAsTheModelSeesIt() {
        Picture picture = Objects.requireNonNull(explain(FOR_EVER).picture());

        assertThat(picture.width()).isEqualTo(SIDE);
        assertThat(picture.planes()).isEqualTo(image());
    }

    @Test
    void beginsAnewWithAModelThatComesMeanwhile() {
        atEachLook = look -> {
            if (look == 5) {
                LiveModels.swap(models, lookingAt("2", 0, 20));
            }
        };

        Heatmap heat = heat(explain(FOR_EVER));

        assertThat(hottest(heat)).as("where the new one looks").isIn(cells(0, 3, 10, 13));
    }

    @Test
    void givesUpWhenTheModelChangesTwice() {
        atEachLook = look -> {
            if (look == 5 || look == 9) {
                LiveModels.swap(models, lookingAt(String.valueOf(look), 0, 20));
            }
        };

        assertThat(explain(FOR_EVER)).isEqualTo(Explanation.NONE);
    }

    @Test
    void isCoarseWhenTimeEndsAfterTheFirstPassAndNotThereWhenItEndsBefore() {
        // 49 patches in batches of 1, 2, 4, 8, 16, 16 and 16; three looks at the clock for each.
        Heatmap coarse = heat(explain(7 * 3 * TICK));

        assertThat(hottest(coarse)).isIn(cells(8, 11, 2, 5));
        clock.set(0);
        assertThat(explain(5 * 3 * TICK).heatmap()).isNull();
    }

    @Test
    void takesSmallerBatchesOfASlowModel() {
        // Each look is later than a batch may take: one image at a time.
        AtomicLong slow = new AtomicLong();
        Explainer patient = new Explainer(
                new PayloadDecoder(ImageLimits.DEFAULT, false), () -> slow.addAndGet(60_000_000), rest -> {});

        Heatmap heat = heat(patient.explain(models, image(), null, "one", FOR_EVER));

        assertThat(heat.values()).hasSize(196);
        assertThat(slow.get() / 60_000_000).isEqualTo(3 * 169);
    }

    @Test
    void restsAfterEachBatchAsLongAsThatTookAndNeverBeyondItsTime() {
        AtomicLong time = new AtomicLong();
        List<Long> rests = new ArrayList<>();
        Explainer polite =
                new Explainer(new PayloadDecoder(ImageLimits.DEFAULT, false), () -> time.addAndGet(60), rest -> {
                    rests.add(rest);
                    time.addAndGet(rest);
                });

        Explanation unused = polite.explain(models, image(), null, "one", 940);

        // Each look is 60 later: three and a rest of 60 are 240, and 40 are left after the fourth batch.
        assertThat(rests).containsExactly(60L, 60L, 60L, 40L);
    }

    @Test
    void knowsNothingOfALabelThatTheModelDoesNotHaveOrOfWhatIsNoImage() {
        Explanation other = explainer.explain(models, image(), null, "four", FOR_EVER);

        assertThat(other.picture()).isNotNull();
        assertThat(other.heatmap()).isNull();
        assertThat(explainer.explain(models, new byte[] {1}, null, "one", FOR_EVER))
                .isEqualTo(Explanation.NONE);
        models.close();
        assertThat(explain(FOR_EVER)).isEqualTo(Explanation.NONE);
    }

    private Explanation explain(long deadline) {
        return explainer.explain(models, image(), null, "one", deadline);
    }

    private static Heatmap heat(Explanation explanation) {
        return Objects.requireNonNull(explanation.heatmap());
    }

    private static byte[] lookingAt(String version, int x, int y) {
        return TestModels.lookingAt(version, SIDE, x, y, 8);
    }

    /** Bright where the models look, dark elsewhere. */
    private static byte[] image() {
        byte[] image = new byte[SIDE * SIDE];
        bright(image, 16, 4);
        bright(image, 0, 20);
        return image;
    }

    private static void bright(byte[] image, int x, int y) {
        for (int row = y; row < y + 8; row++) {
            Arrays.fill(image, row * SIDE + x, row * SIDE + x + 8, (byte) 130);
        }
    }

    private static int hottest(Heatmap heat) {
        int hottest = 0;
        for (int i = 1; i < heat.values().length; i++) {
            hottest = heat.values()[i] > heat.values()[hottest] ? i : hottest;
        }
        return hottest;
    }

    private static List<Integer> cells(int left, int right, int top, int bottom) {
        List<Integer> cells = new ArrayList<>();
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                cells.add(row * 14 + column);
            }
        }
        return cells;
    }
}
