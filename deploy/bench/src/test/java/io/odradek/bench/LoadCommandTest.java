package io.odradek.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.bench.endurance.Outcome;
import io.odradek.bench.load.Phase;
import io.odradek.bench.load.Rig;
import io.odradek.bench.load.Sample;
import io.odradek.bench.measure.Bar;
import io.odradek.quickstart.console.Console;
import io.odradek.quickstart.process.Children;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class LoadCommandTest {
    @TempDir
    private Path dir;

    /** Measured nothing. */
    @Command(name = "invented.sh")
    private static final class Invented extends LoadCommand {
        private final double value;

        Invented(double value) {
            super("invented", 1);
            this.value = value;
        }

        @Override
        Outcome run(Rig.Site site, Console console, Children children) {
            Bar bar = new Bar("growth", value, Bar.Relation.AT_MOST, 1.1);
            Sample sample = new Sample(0, Phase.SOAK, 1, null, 2, 3, 4, 5, null, null);
            return new Outcome(new JsonObject(), List.of(bar), new JsonObject(), List.of(sample));
        }
    }

    @Test
    void aBarThatDoesNotHoldIsStatusOneAndStandsInTheResults() throws Exception {
        assertThat(run(1.2)).isEqualTo(1);

        JsonObject results = results();
        assertThat(results.get("ok").getAsBoolean()).isFalse();
        JsonObject growth = results.getAsJsonObject("bars").getAsJsonObject("growth");
        assertThat(growth.get("holds").getAsBoolean()).isFalse();
        assertThat(growth.get("limit").getAsDouble()).isEqualTo(1.1);
    }

    @Test
    void whenAllHoldItIsStatusZero() throws Exception {
        assertThat(run(1.0)).isZero();

        assertThat(results().get("ok").getAsBoolean()).isTrue();
    }

    @Test
    void aFigureThatIsNoNumberHoldsNothingAndIsWritten() throws Exception {
        assertThat(run(Double.NaN)).isEqualTo(1);

        assertThat(results()
                        .getAsJsonObject("bars")
                        .getAsJsonObject("growth")
                        .get("value")
                        .getAsString())
                .isEqualTo("NaN");
    }

    private int run(double value) {
        return new CommandLine(new Invented(value))
                .execute("--data", dir.toString(), "--home", dir.toString(), "--out", dir.toString());
    }

    private JsonObject results() throws Exception {
        return JsonParser.parseString(Files.readString(dir.resolve("invented.json")))
                .getAsJsonObject();
    }
}
