package io.odradek.quickstart.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccountingTest {
    private static final Source FIRST = new Source("images", 0, 10);
    private static final Source SECOND = new Source("images", 0, 11);
    private static final Source THIRD = new Source("images", 1, 10);

    @Test
    void balancesWhenEachImageHasOneOutcome() {
        // Given
        List<Source> images = List.of(FIRST, SECOND, THIRD);

        // When
        Accounting accounting = Accounting.of(
                images,
                List.of(prediction(THIRD, 1), prediction(FIRST, 0)),
                List.of(new DeadLetter(SECOND, "undecodable")));

        // Then
        assertThat(accounting).isEqualTo(new Accounting(3, 2, 1, 0, 0, 0, 0));
    }

    @Test
    void countsAnImageWithoutOutcomeAsLost() {
        Accounting accounting = Accounting.of(List.of(FIRST, SECOND), List.of(prediction(FIRST, 0)), List.of());

        assertThat(accounting).isEqualTo(new Accounting(2, 1, 0, 1, 0, 0, 0));
    }

    @Test
    void doesNotLetADuplicateHideALoss() {
        // Given two images and two predictions, but of the same image
        List<Prediction> predictions = List.of(prediction(FIRST, 0), prediction(FIRST, 0));

        // When
        Accounting accounting = Accounting.of(List.of(FIRST, SECOND), predictions, List.of());

        // Then
        assertThat(accounting).isEqualTo(new Accounting(2, 1, 0, 1, 1, 0, 0));
    }

    @Test
    void countsAPredictionBesideADeadLetterAsDuplicate() {
        Accounting accounting = Accounting.of(
                List.of(FIRST), List.of(prediction(FIRST, 0)), List.of(new DeadLetter(FIRST, "undecodable")));

        assertThat(accounting.duplicates()).isEqualTo(1);
        assertThat(accounting.lost()).isZero();
    }

    @Test
    void countsAnOutcomeOfNoImageAsStranger() {
        Accounting accounting =
                Accounting.of(List.of(FIRST), List.of(prediction(FIRST, 0), prediction(SECOND, 0)), List.of());

        assertThat(accounting).isEqualTo(new Accounting(1, 1, 0, 0, 0, 1, 0));
    }

    @Test
    void countsAPredictionInAnotherPartitionAsMisplaced() {
        Accounting accounting = Accounting.of(List.of(FIRST), List.of(prediction(FIRST, 3)), List.of());

        assertThat(accounting.misplaced()).isEqualTo(1);
    }

    private static Prediction prediction(Source source, int partition) {
        return new Prediction(source, partition, "Bag", 0.9, "v1", 0, 0);
    }
}
