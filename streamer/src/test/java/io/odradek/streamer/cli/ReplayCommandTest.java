package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code replay} says without a broker; the rest is {@link ReplayIT}'s. */
class ReplayCommandTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --from=yesterday           | --from is "yesterday", allowed: earliest, an offset, offsets by partition such as
            --from=latest              | --from is "latest", allowed: earliest, an offset,
            --from=0:1,0:2             | --from is "0:1,0:2": partition 0 stands there twice
            --from=0:1,2               | --from is "0:1,2", allowed: earliest, an offset, offsets by partition such as 0:17,3:
            --to=earliest              | --to is "earliest", allowed: latest, an offset,
            --rate=-1                  | --rate is -1, allowed: 0 to 10000000
            --partitions=a             | '--partitions' (N): 'a' is not an int
            --predictions=images       | two of the topics have the same name: images, images, images-dlq
            --output-topic=predictions | --output-topic is "predictions", allowed: another topic than those of run, of
            --output-topic=images      | --output-topic is "images", allowed: another topic than those of run, of evaluate
            --output-topic=models      | --output-topic is "models", allowed: another topic than those of run, of evaluate
            --output-topic=labels      | --output-topic is "labels", allowed: another topic than those of run, of evaluate
            --output-topic=evaluations | --output-topic is "evaluations", allowed: another topic than those of run, of
            --output=/                 | --output is "/", allowed: a file
            --routes=a=m,b=m           | --images is missing, and odradek.routes names several topics: give one of a, b
            --limit=3                  | Unknown option: '--limit=3'
            """)
    void refusesAWrongOptionWithItsNameItsValueAndWhatIsAllowed(String wrong, String complaint) {
        assertWrong(complaint, "--model=fashion-mnist@1", wrong);
    }

    @Test
    void asksOneModelThatIsThere(@TempDir Path dir) throws IOException {
        Path file = Files.createFile(dir.resolve("some.onnx"));

        assertWrong("Missing required option: '--model=NAME@VERSION|FILE'");
        assertWrong(
                "--model is \"nothing.onnx\", allowed: NAME@VERSION of the models topic, or an ONNX file that is there",
                "--model=nothing.onnx");
        assertWrong("--model is \"fashion-mnist\", allowed: NAME@VERSION", "--model=fashion-mnist");
        assertWrong("--model is \"" + dir + "\", allowed: NAME@VERSION", "--model=" + dir);
        assertWrong(
                "--output and --output-topic: give one of the two",
                "--model=" + file,
                "--output=" + dir.resolve("new"),
                "--output-topic=new");
    }

    @Test
    void takesTrueLabelsFromOneTopicAndWritesNoPredictionsThere() {
        assertWrong(
                "--output-topic is \"truth\", allowed: another topic than those of run, of evaluate and of this replay: ",
                "--model=fashion-mnist@1",
                "--labels=truth",
                "--output-topic=truth");
        assertWrong(
                "--labels and --no-labels: give one of the two",
                "--model=fashion-mnist@1",
                "--labels=truth",
                "--no-labels");
    }

    @Test
    void explainsItself() {
        String help = CommandRun.of("replay", "--help").done().replaceAll("\\s+", " ");

        assertThat(help)
                .contains("It joins no group and changes nothing in Kafka")
                .contains("--output-topic=TOPIC", "--rate=N", "--json[=FILE]", "--threads")
                .contains(
                        "Exit codes: 0 done, 1 part or all of the range is gone, or it failed, 2 wrong usage or setting");
        assertThat(CommandRun.of("--help").done()).contains("streamer replay --model model.onnx");
    }

    private static void assertWrong(String complaint, String... options) {
        String[] all = new String[options.length + 1];
        all[0] = "replay";
        System.arraycopy(options, 0, all, 1, options.length);
        CommandRun run = CommandRun.of(all);

        assertThat(run.code()).as(run.toString()).isEqualTo(ExitCode.WRONG_USAGE.code());
        assertThat(run.err().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains(complaint));
        assertThat(run.out()).isEmpty();
    }
}
