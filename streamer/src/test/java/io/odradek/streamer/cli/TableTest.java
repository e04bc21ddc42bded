package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonPrimitive;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void alignsColumnsAndCleansEveryCell() {
        Table table = new Table("NAME", "SIZE");
        table.row("a", "1 B");
        table.row("long-er\u001b[2J", "2 B");

        assertThat(table).hasToString("NAME         SIZE\na            1 B\nlong-er?[2J  2 B\n");
    }

    @Test
    void writesSizesForPeople() {
        assertThat(Table.size(1023)).isEqualTo("1023 B");
        assertThat(Table.size(1536)).isEqualTo("1.5 KiB");
        assertThat(Table.size(67108864)).isEqualTo("64.0 MiB");
    }

    @Test
    void writesJsonThatNoTerminalObeys() {
        String text = "\u001b[2J \u009b31m \u202e Größe";

        String json = JsonOutput.of(new JsonPrimitive(text));

        assertThat(json).matches("[ -~]+");
        assertThat(com.google.gson.JsonParser.parseString(json).getAsString()).isEqualTo(text);
    }
}
