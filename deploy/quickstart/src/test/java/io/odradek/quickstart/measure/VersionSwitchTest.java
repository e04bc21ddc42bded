package io.odradek.quickstart.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VersionSwitchTest {
    @Test
    void seesEachPartitionChangeOnce() {
        // Given two partitions, interleaved as they arrive
        List<Prediction> predictions =
                List.of(by("old", 0, 1), by("old", 1, 1), by("new", 0, 2), by("old", 1, 2), by("new", 1, 3));

        // When
        VersionSwitch result = VersionSwitch.of(predictions, "old", "new");

        // Then
        assertThat(result).isEqualTo(new VersionSwitch(3, 2, 0, 2, 0));
    }

    @Test
    void followsTheOrderOfTheImagesAndNotOfTheArrival() {
        List<Prediction> predictions = List.of(by("new", 0, 3), by("old", 0, 1), by("old", 0, 2));

        assertThat(VersionSwitch.of(predictions, "old", "new")).isEqualTo(new VersionSwitch(2, 1, 0, 1, 0));
    }

    @Test
    void seesAPartitionGoBack() {
        List<Prediction> predictions = List.of(by("old", 0, 1), by("new", 0, 2), by("old", 0, 3));

        assertThat(VersionSwitch.of(predictions, "old", "new").restlessPartitions())
                .isEqualTo(1);
    }

    @Test
    void countsVersionsThatShouldNotBe() {
        List<Prediction> predictions = List.of(by("old", 0, 1), by("older", 0, 2), by("new", 0, 3));

        assertThat(VersionSwitch.of(predictions, "old", "new").others()).isEqualTo(1);
    }

    private static Prediction by(String version, int partition, long offset) {
        return new Prediction(new Source("images", partition, offset), partition, "Bag", 0.9, version, 0, 0);
    }
}
