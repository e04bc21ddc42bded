package io.odradek.quickstart.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void alignsNamesLeftAndFiguresRight() {
        Table table =
                new Table(List.of("class", "images"), List.of(List.of("Ankle boot", "7"), List.of("Bag", "1,000")));

        assertThat(table.lines()).containsExactly("class       images", "Ankle boot       7", "Bag          1,000");
    }

    @Test
    void refusesARowOfAnotherLength() {
        assertThatThrownBy(() -> new Table(List.of("class"), List.of(List.of("Bag", "1"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
