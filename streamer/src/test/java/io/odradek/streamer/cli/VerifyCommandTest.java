package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code verify} says without a broker; the rest is {@link VerifyIT}'s. */
class VerifyCommandTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --from=yesterday         | --from is "yesterday", allowed: earliest, an offset, offsets by partition such as 0:17,3:1841, a time with
            --from=latest            | --from is "latest", allowed: earliest, an offset,
            --from=-1                | --from is "-1", allowed:
            --to=earliest            | --to is "earliest", allowed: latest, an offset,
            --to=2026-11-24T08:00:00 | --to is "2026-11-24T08:00:00", allowed:
            --sample=-1              | --sample is -1, allowed: 0 to 10000
            --sample=10001           | --sample is 10001, allowed: 0 to 10000
            --sample=few             | '--sample': 'few' is not an int
            --rate=-1                | --rate is -1, allowed: 0 to 10000000
            --predictions=images     | two of the topics have the same name: images, images, images-dlq
            --dlq=a/b                | odradek.dlq.topic is "a/b", allowed: 1 to 249 letters
            --limit=3                | Unknown option: '--limit=3'
            """)
    void refusesAWrongOptionWithItsNameItsValueAndWhatIsAllowed(String wrong, String complaint) {
        CommandRun run = CommandRun.of("verify", wrong);

        assertThat(run.code()).as(run.toString()).isEqualTo(ExitCode.WRONG_USAGE.code());
        assertThat(run.err().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains(complaint));
        assertThat(run.out()).isEmpty();
    }

    @Test
    void asksOnlyTheModelsTopicForVersions() {
        CommandRun run = CommandRun.of("verify", "--sample=1", "--model-path=model.onnx");

        assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE.code());
        assertThat(run.err())
                .isEqualTo(
                        "streamer: --sample is 1 and odradek.model.path is \"model.onnx\": versions that answered are"
                                + " looked for in the models topic\n");
    }

    @Test
    void explainsItself() {
        String help = CommandRun.of("verify", "--help").done().replaceAll("\\s+", " ");

        assertThat(help)
                .contains("Reads only, and leaves no trace in Kafka.")
                .contains("--rate=N", "--json[=FILE]", "--processing-guarantee")
                .contains(
                        "Exit codes: 0 all that can be known is accounted for, 1 it is not or cannot be read, 2 wrong usage or setting.");
        assertThat(CommandRun.of("--help").done()).contains("streamer verify --from PT1H");
    }
}
