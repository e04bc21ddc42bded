package io.odradek.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.cli.ExitCode;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.contract.ContractKeys;
import io.odradek.streamer.evaluation.EvaluationMetric;
import io.odradek.streamer.evaluation.label.LabelReason;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.metrics.Metric;
import io.odradek.streamer.server.HealthState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of the streamer's README and of its page for operators say what the code does. */
class ReadmeTest {
    private static final Path README = Path.of("..", "streamer", "README.md");
    private static final Path OPERATIONS = Path.of("..", "streamer", "OPERATIONS.md");

    @Test
    void listsEveryMetadataKeyAndNoOther() throws IOException {
        List<String> expected = ContractKeys.all().entrySet().stream()
                .map(key -> "| `" + key.getKey() + "` | " + (key.getValue() ? "yes" : "no") + " |")
                .toList();

        assertThat(rows(README, "contract:keys"))
                .map(row -> row.replaceAll("^(\\|[^|]*\\|[^|]*\\|).*", "$1"))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void listsEverySettingWithItsDefaultAndRange() throws IOException {
        List<String> expected = Arrays.stream(Setting.values())
                .map(s -> "| `" + s.key() + "` | `" + s.environmentVariable() + "` | " + shownDefault(s) + " | "
                        + s.range() + " | " + s.unit().tag() + " | " + s.whileRunning() + " | " + s.description()
                        + " |")
                .toList();

        assertThat(rows(README, "settings")).containsExactlyElementsOf(expected);
    }

    @Test
    void listsEveryReasonForADeadLetter() throws IOException {
        List<String> expected = Arrays.stream(Reason.values())
                .map(r -> "| `" + r.name() + "` | " + r.meaning() + " |")
                .toList();

        assertThat(rows(README, "reasons")).containsExactlyElementsOf(expected);
    }

    @Test
    void listsEveryStateOfHealth() throws IOException {
        List<String> expected = Arrays.stream(HealthState.values())
                .map(s -> "| `" + s.tag() + "` | " + (s.live() ? "yes" : "no") + " | " + s.meaning() + " |")
                .toList();

        assertThat(rows(OPERATIONS, "states")).containsExactlyElementsOf(expected);
    }

    @Test
    void listsEveryMetricWithItsLabelsAndUnit() throws IOException {
        List<String> expected = Arrays.stream(Metric.values())
                .map(m -> "| `" + m.metric() + "` | " + m.kind().tag() + " | "
                        + m.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", ")) + " | "
                        + m.unit() + " | " + m.meaning() + " |")
                .toList();

        assertThat(rows(OPERATIONS, "metrics")).containsExactlyElementsOf(expected);
    }

    @Test
    void listsEveryReasonWhyALabelIsADeadLetter() throws IOException {
        List<String> expected = Arrays.stream(LabelReason.values())
                .map(r -> "| `" + r.name() + "` | " + r.meaning() + " |")
                .toList();

        assertThat(rows(README, "label-reasons")).containsExactlyElementsOf(expected);
    }

    @Test
    void listsEveryMetricOfTheEvaluation() throws IOException {
        List<String> expected = Arrays.stream(EvaluationMetric.values())
                .map(m -> "| `" + m.metric() + "` | " + m.kind().tag() + " | "
                        + m.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", ")) + " | "
                        + m.unit() + " | " + m.meaning() + " |")
                .toList();

        assertThat(rows(OPERATIONS, "metrics:evaluate")).containsExactlyElementsOf(expected);
    }

    @Test
    void listsEveryExitCode() throws IOException {
        List<String> expected = Arrays.stream(ExitCode.values())
                .map(exit -> "| " + exit.code() + " | " + exit.meaning() + " |")
                .toList();

        assertThat(rows(OPERATIONS, "exit-codes")).containsExactlyElementsOf(expected);
    }

    private static String shownDefault(Setting setting) {
        return switch (setting) {
            case THREADS -> "number of processors";
            case MODEL_DIR -> "temporary directory";
            case INSTANCE -> "host name and a random part";
            case IMAGE_MAX_PIXELS -> "up to `16777216`";
            default -> setting.defaultValue().isEmpty() ? "none" : "`" + setting.defaultValue() + "`";
        };
    }

    /** The rows of the table between two markers, without its head. */
    private static List<String> rows(Path page, String marker) throws IOException {
        List<String> lines = Files.readAllLines(page);
        int from = lines.indexOf("<!-- " + marker + " -->");
        int to = lines.indexOf("<!-- /" + marker + " -->");
        assertThat(from).as("marker %s in %s", marker, page).isNotNegative();
        return lines.subList(from + 1, to).stream()
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .toList();
    }
}
