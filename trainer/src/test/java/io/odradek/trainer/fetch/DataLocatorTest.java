package io.odradek.trainer.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.testing.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLocatorTest {
    @TempDir
    Path dir;

    private final List<String> reports = new ArrayList<>();

    @Test
    void takesTheFirstPlaceThatVerifiesAndReportsTheOthers() throws Exception {
        // Given
        Files.writeString(dir.resolve("train-images-idx3-ubyte"), "garbage");
        DataLocator locator = new DataLocator(List.of(dir, RealData.directory()), List.of(), reports::add);

        // When
        Path found = locator.locate(null);

        // Then
        assertThat(found).isEqualTo(RealData.directory());
        assertThat(reports).singleElement().asString().contains("damaged IDX file " + dir);
    }

    @Test
    void looksNowhereElseThanAtTheChosenDirectory() {
        // Given
        DataLocator locator = new DataLocator(List.of(RealData.directory()), List.of(), reports::add);

        // When, Then
        assertThatThrownBy(() -> locator.locate(dir))
                .isInstanceOf(TrainerException.class)
                .hasMessageContaining("in " + dir);
    }

    @Test
    void triesWaysInOrderUntilOneWorks() throws Exception {
        // Given
        DataLocator.Way broken = way("broken", () -> {
            throw new TrainerException("no network");
        });
        DataLocator.Way good = way("good", RealData::directory);
        DataLocator locator = new DataLocator(List.of(dir.resolve("none")), List.of(broken, good), reports::add);

        // When
        Path found = locator.locate(null);

        // Then
        assertThat(found).isEqualTo(RealData.directory());
        assertThat(reports).containsExactly("Fashion-MNIST: broken", "no network", "Fashion-MNIST: good");
    }

    @Test
    void listsInOneLineWhatFailedAndTheWaysToGetTheData() throws IOException {
        // Given
        Path empty = Files.createDirectory(dir.resolve("empty"));
        DataLocator locator = new DataLocator(List.of(dir.resolve("none"), empty), List.of(), reports::add);

        // When, Then
        assertThatThrownBy(() -> locator.locate(null))
                .isInstanceOf(TrainerException.class)
                .hasMessageContaining("no directory " + dir.resolve("none"))
                .hasMessageContaining("no train-images-idx3-ubyte.gz in " + empty)
                .hasMessageContaining("trainer data --fetch")
                .hasMessageContaining("apt-get install dataset-fashion-mnist")
                .hasMessageContaining("--data DIR")
                .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    }

    private static DataLocator.Way way(String description, Source source) {
        return new DataLocator.Way() {
            @Override
            public String description() {
                return description;
            }

            @Override
            public Path bring() {
                return source.directory();
            }
        };
    }

    private interface Source {
        Path directory();
    }
}
