package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code dlq replay} says without a broker; the rest is {@link DlqReplayIT}'s. */
class DlqReplayCommandTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --rate=5                       | expected either --all or a choice: --reason, --from, --to, --partition
            --all --reason=EMPTY           | expected either --all or a choice
            --reason=WRONG_SISE            | --reason is "WRONG_SISE" (did you mean WRONG_SIZE?), allowed: EMPTY, UNSUPP
            --reason=EMPTY,wrong_size      | --reason is "wrong_size" (did you mean
            --reason=NOT_BY_ODRADEK        | --reason is "NOT_BY_ODRADEK" (did you mean
            --from=yesterday               | --from is "yesterday", allowed: a time with its zone such as
            --to=2026-11-24T08:00:00       | --to is "2026-11-24T08:00:00", allowed: a time with its zone
            --offset=7                     | --offset is 7, allowed: with --partition alone
            --partition=-1                 | --partition is -1, allowed: 0 or more
            --partition=1 --offset=-2      | --offset is -2, allowed: 0 or more
            --all --attempts=0             | --attempts is 0, allowed: 1 to 100
            --all --attempts=101           | --attempts is 101, allowed: 1 to 100
            --all --rate=-1                | --rate is -1, allowed: 0 to 10000000
            --all --dlq-topic=images       | two of the topics have the same name
            --all --routes=images          | odradek.routes is "images" (from option --routes), allowed: TOPIC=MODEL
            """)
    void refusesAWrongOptionWithItsNameItsValueAndWhatIsAllowed(String wrong, String complaint) {
        CommandRun run = CommandRun.of(("dlq replay " + wrong).split(" ", -1));

        assertThat(run.code()).as(run.toString()).isEqualTo(ExitCode.WRONG_USAGE.code());
        assertThat(run.err().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains(complaint));
        assertThat(run.out()).isEmpty();
    }

    @Test
    void explainsItself() {
        String help = CommandRun.of("dlq", "replay", "--help").done().replaceAll("\\s+", " ");

        assertThat(help)
                .contains("--reason=CODE", "--dry-run", "--keep-timestamps", "--images-topic", "--routes")
                .contains("Exit codes: 0 all that should be was sent, now or before; 1 not so");
    }
}
