package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code streamer plan}; what it prints for people is compared by {@link SizingPageTest}. */
class PlanCommandTest {
    private static final Path EXAMPLE = Path.of("..", "deploy", "sizing-profile.json");

    @TempDir
    private Path dir;

    @Test
    void tellsProgramsEveryFigureAndTheChartsValues() {
        CommandRun run = plan("--rate=50000", "--p99=20ms", "--json");

        assertThat(run.done()).isNotEmpty();
        JsonObject json = run.json();
        assertThat(json.keySet()).containsExactly("schema", "demand", "profile", "figures", "notes", "values");
        assertThat(json.get("demand"))
                .hasToString("{\"rate\":50000,\"p99Millis\":20,\"headroom\":0.4,\"threadsPerReplica\":2,"
                        + "\"imageBytes\":784,\"replication\":3}");
        assertThat(json.getAsJsonObject("figures").get("replicas"))
                .hasToString("{\"value\":4,\"unit\":\"\",\"formula\":\"max(4, 3)\"}");
        assertThat(json.get("values"))
                .hasToString(
                        "{\"kafka\":{\"imagesPartitions\":16},\"streamer\":{\"replicas\":4,\"settings\":{\"threads\":2,"
                                + "\"processing.guarantee\":\"at_least_once\",\"create.partitions\":16,\"create.replication\":3},"
                                + "\"resources\":{\"requests\":{\"cpu\":\"1628m\",\"memory\":\"1024Mi\"},"
                                + "\"limits\":{\"memory\":\"1024Mi\"}}}}");
    }

    @Test
    void takesEveryOption() {
        JsonObject demand = plan(
                        "--rate=9.5",
                        "--p99=1.5s",
                        "--headroom=0.25",
                        "--threads-per-replica=3",
                        "--image-bytes=5000",
                        "--replication=1",
                        "--json")
                .json()
                .getAsJsonObject("demand");

        assertThat(demand)
                .hasToString("{\"rate\":9.5,\"p99Millis\":1500,\"headroom\":0.25,\"threadsPerReplica\":3,"
                        + "\"imageBytes\":5000,\"replication\":1}");
    }

    @ParameterizedTest
    @CsvSource({"20ms, 20", "0.02s, 20", "PT0.02S, 20", "20000us, 20", "0.5m, 30000", "1.25ms, 1.25"})
    void takesTimesAsPeopleWriteThem(String time, String millis) {
        // The profile cannot meet the shortest.
        String said = plan("--rate=1", "--p99=" + time, "--json").out();

        assertThat(said.isEmpty() ? plan("--rate=1", "--p99=" + time).err() : said)
                .containsPattern("(\"p99Millis\": " + millis + "\\b|a p99 of " + millis + " ms)");
    }

    @Test
    void takesAShareInPerCent() {
        assertThat(plan("--rate=50000", "--headroom=40%", "--json").done())
                .isEqualTo(plan("--rate=50000", "--headroom=0.4", "--json").done());
    }

    @Test
    void endsWithOneLineWhereTheLatencyCannotBeMet() {
        CommandRun run = plan("--rate=50000", "--p99=5ms");

        assertThat(run.refused())
                .isEqualTo(
                        "streamer: a p99 of 5 ms cannot be met by this profile: at the lowest load that was measured, 0.2"
                                + " of what is sustained, p99 was 9 ms; how it is at lower loads is not known\n");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void refusesToPromiseALatencyThatTheProfileDoesNotHave() throws IOException {
        Path without = profile(Files.readString(EXAMPLE).replaceAll("(?s)\"latency\": .*]", "\"latency\": []"));

        CommandRun run = CommandRun.of("plan", "--rate=50000", "--p99=20ms", "--profile=" + without);

        assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE.code());
        assertThat(run.err())
                .isEqualTo(
                        "streamer: --p99 is 20 ms, but the profile has no latencies: run the benchmark with --full, or"
                                + " leave --p99 out\n");
        CommandRun.of("plan", "--rate=50000", "--profile=" + without).done();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --rate=0                  | --rate is 0, allowed: 0.001 to 1000000000
            --rate=-1                 | --rate is -1, allowed:
            --rate=NaN                | --rate is NaN, allowed:
            --rate=many               | '--rate': 'many' is not a double
            --p99=0ms                 | --p99 is 0 ms, allowed: 0.001 to 3600000 ms
            --p99=61m                 | --p99 is 3660000 ms, allowed:
            --p99=PT-1S               | --p99 is -1000 ms, allowed:
            --p99=20                  | "20" is no time, allowed: as 500us, 20ms
            --p99=P9999999D           | "P9999999D" is no time
            --headroom=0              | --headroom is 0, allowed: 0.05 to 0.9
            --headroom=91%            | --headroom is 0.91, allowed:
            --headroom=half           | "half" is no share, allowed: as 0.4 or 40%
            --threads-per-replica=0   | --threads-per-replica is 0, allowed: 1 to 256
            --threads-per-replica=257 | --threads-per-replica is 257, allowed:
            --image-bytes=0           | --image-bytes is 0, allowed: 1 to 1000000000
            --replication=0           | --replication is 0, allowed: 1 to 100
            --replication=101         | --replication is 101, allowed:
            --profile=no-such-file    | --profile no-such-file: there is no such file
            --profile=.               | --profile .: it is a directory, wanted is a profile that the benchmark wrote
            --bootstrap-servers=a:1   | Unknown option: '--bootstrap-servers=a:1'
            """)
    void refusesAWrongOptionWithItsNameItsValueAndWhatIsAllowed(String wrong, String complaint) {
        List<String> arguments = new ArrayList<>(List.of("plan", "--rate=1", "--profile=" + EXAMPLE));
        arguments.removeIf(given -> given.startsWith(wrong.split("=", -1)[0] + "="));
        arguments.add(wrong);

        CommandRun run = CommandRun.of(arguments.toArray(new String[0]));

        assertThat(run.code()).as(run.toString()).isEqualTo(ExitCode.WRONG_USAGE.code());
        assertThat(run.err().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains(complaint));
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rate=1", "--profile=x"})
    void needsARateAndAProfile(String alone) {
        CommandRun run = CommandRun.of("plan", alone);

        assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE.code());
        assertThat(run.err()).startsWith("Missing required option: ");
    }

    @Test
    void namesTheFieldOfABadProfileInOnePrintableLine() throws IOException {
        Path bad = profile(Files.readString(EXAMPLE).replace("\"at_least_once\"", "\"\\u001b[31mnever\\n\""));

        CommandRun run = CommandRun.of("plan", "--rate=1", "--profile=" + bad);

        assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE.code());
        assertThat(run.err())
                .isEqualTo("streamer: --profile " + bad
                        + ": guarantee is \"?[31mnever?\", allowed: at_least_once, exactly_once_v2\n");
    }

    @Test
    void printsNothingOfAProfileThatIsNotPrintable() throws IOException {
        Path odd = profile(Files.readString(EXAMPLE).replace("example, not measured", "\\u001b[31m\\u0000"));

        assertThat(CommandRun.of("plan", "--rate=1", "--profile=" + odd).done())
                .contains("2 processors (?[31m?)")
                .matches("[\n -~]+");
    }

    private Path profile(String text) throws IOException {
        return Files.writeString(dir.resolve("profile.json"), text);
    }

    private static CommandRun plan(String... options) {
        List<String> arguments = new ArrayList<>(List.of("plan", "--profile=" + EXAMPLE));
        arguments.addAll(Arrays.asList(options));
        return CommandRun.of(arguments.toArray(new String[0]));
    }
}
