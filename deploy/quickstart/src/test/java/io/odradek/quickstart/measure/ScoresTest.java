package io.odradek.quickstart.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoresTest {
    private static final List<String> LABELS = List.of("Bag", "Shirt", "Coat");

    @Test
    void countsByClass() {
        // Given three bags, one of them taken for a shirt, and one shirt
        List<Prediction> predictions =
                List.of(prediction(0, "Bag"), prediction(1, "Shirt"), prediction(2, "Bag"), prediction(3, "Shirt"));
        Map<Source, String> truth = Map.of(source(0), "Bag", source(1), "Bag", source(2), "Bag", source(3), "Shirt");

        // When
        Scores scores = Scores.of(LABELS, predictions, truth);

        // Then
        assertThat(scores.accuracy()).isEqualTo(0.75);
        assertThat(scores.confusion()[0]).containsExactly(2, 1, 0);
        assertThat(scores.classes())
                .containsExactly(
                        new Scores.ClassScore("Bag", 3, 2),
                        new Scores.ClassScore("Shirt", 1, 1),
                        new Scores.ClassScore("Coat", 0, 0));
        assertThat(scores.classes().get(2).accuracy()).isZero();
    }

    @Test
    void refusesAnImageWithoutTruth() {
        assertThatThrownBy(() -> Scores.of(LABELS, List.of(prediction(0, "Bag")), Map.of()))
                .hasMessageContaining("no true label is known for")
                .hasMessageContaining("offset=0");
    }

    @Test
    void refusesALabelThatTheModelDoesNotHave() {
        assertThatThrownBy(() -> Scores.of(LABELS, List.of(prediction(0, "Hat")), Map.of(source(0), "Bag")))
                .hasMessageContaining("\"Hat\"")
                .hasMessageContaining("[Bag, Shirt, Coat]");
    }

    private static Prediction prediction(long offset, String label) {
        return new Prediction(source(offset), 0, label, 0.9, "v1", 0, 0);
    }

    private static Source source(long offset) {
        return new Source("images", 0, offset);
    }
}
