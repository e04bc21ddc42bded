package io.odradek.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.odradek.trainer.config.Descent;
import io.odradek.trainer.model.Torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SgdTest {
    private static final float GRADIENT = 3;

    @BeforeAll
    static void loadEngine() {
        Torch.load(1);
    }

    @Test
    void plainDescentMovesByRateTimesGradient() {
        assertThat(twoSteps(new Descent(1, 0.5f, 0, 0, Descent.CONSTANT, 0), new Shape(1, 1)))
                .isCloseTo(10 - 0.5f * 3 - 0.1f * 3, within(1e-5f));
    }

    @Test
    void momentumAddsAShareOfTheStepBefore() {
        // v = 0.5 * 3, then 0.9 * 1.5 + 0.1 * 3
        assertThat(twoSteps(new Descent(1, 0.5f, 0.9f, 0, Descent.CONSTANT, 0), new Shape(1, 1)))
                .isCloseTo(10 - 1.5f - (0.9f * 1.5f + 0.3f), within(1e-5f));
    }

    @Test
    void weightsDecayAndBiasesDoNot() {
        Descent decay = new Descent(1, 0.5f, 0, 0.1f, Descent.CONSTANT, 0);
        float once = 10 - 0.5f * (3 + 0.1f * 10);
        assertThat(twoSteps(decay, new Shape(1, 1))).isCloseTo(once - 0.1f * (3 + 0.1f * once), within(1e-5f));
        assertThat(twoSteps(decay, new Shape(1))).isCloseTo(10 - 0.5f * 3 - 0.1f * 3, within(1e-5f));
    }

    @Test
    void eachParameterHasItsOwnMomentum() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Sgd sgd = new Sgd(new Descent(1, 0.5f, 0.9f, 0, Descent.CONSTANT, 0));
            NDArray first = manager.create(10f);
            NDArray second = manager.create(10f);
            NDArray gradient = manager.create(GRADIENT);

            sgd.update("first", first, gradient);
            sgd.update("second", second, manager.create(GRADIENT));

            assertThat(second.getFloat()).isEqualTo(first.getFloat()).isEqualTo(8.5f);
        }
    }

    /** A weight of 10 after a step at the descent's rate, and one at 0.1. */
    private static float twoSteps(Descent descent, Shape shape) {
        try (NDManager manager = NDManager.newBaseManager()) {
            Sgd sgd = new Sgd(descent);
            NDArray weight = manager.ones(shape).muli(10);
            sgd.update("weight", weight, manager.ones(shape).muli(GRADIENT));
            sgd.setRate(0.1f);
            sgd.update("weight", weight, manager.ones(shape).muli(GRADIENT));
            return weight.toFloatArray()[0];
        }
    }
}
