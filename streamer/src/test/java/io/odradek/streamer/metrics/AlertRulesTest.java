package io.odradek.streamer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Prometheus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alert rules, by Prometheus' own checker, and against the runbook and the metrics that there really are. */
class AlertRulesTest {
    private static final Path RUNBOOK = Path.of("..", "deploy", "runbook.md");

    /**
     * An alert.
     *
     * @param text all of it, in YAML
     */
    private record Alert(String name, String text) {}

    @Test
    void passTheirTests() throws Exception {
        Prometheus.require();

        for (Path rules : Prometheus.ruleFiles()) {
            assertThat(promtool("check", "rules", name(rules))).contains("SUCCESS");
        }
        for (Path test : Prometheus.testFiles()) {
            assertThat(promtool("test", "rules", name(test))).as(name(test)).contains("SUCCESS");
        }
    }

    @Test
    void areAllLoadedByTheExampleOfAConfiguration() throws Exception {
        Prometheus.require();

        assertThat(promtool("check", "config", "prometheus.yaml"))
                .contains("SUCCESS: " + Prometheus.ruleFiles().size() + " rule files found")
                .contains("is valid prometheus config file");
        assertThat(Files.readString(Prometheus.CONFIGURATION.resolve("prometheus.yaml")))
                .contains(Prometheus.ruleFiles().stream()
                        .map(AlertRulesTest::name)
                        .toList());
    }

    @Test
    void nameMetricsThatThereAre() throws IOException {
        assertThat(MetricNames.named(rules())).hasSizeGreaterThan(10).allSatisfy(MetricNames::check);
    }

    @Test
    void sayHowSevereTheyAreWhatIsWrongAndWhereToReadOn() throws IOException {
        assertThat(alerts())
                .hasSizeGreaterThan(20)
                .allSatisfy(alert -> assertThat(alert.text())
                        .as(alert.name())
                        .containsPattern("severity: (critical|warning)\n")
                        .containsPattern("summary: '\\{\\{ \\$labels\\.(instance|job) \\}\\}: ")
                        .containsPattern("description: >-\n +[A-Z/]")
                        .contains("runbook: deploy/runbook.md#" + alert.name().toLowerCase(Locale.ROOT) + "\n"));
    }

    @Test
    void haveEachASectionInTheRunbookAndNoSectionIsLeftOver() throws IOException {
        List<String> sections = found("(?m)^### (.*)$", Files.readString(RUNBOOK));

        assertThat(sections)
                .containsExactlyInAnyOrderElementsOf(
                        alerts().stream().map(Alert::name).toList());
        for (String section : Files.readString(RUNBOOK).split("(?m)^##+ ", -1)) {
            if (section.startsWith("Odradek")) {
                assertThat(section).contains("**What it means.**", "**How to see it.**", "**What to do.**");
            }
        }
    }

    /** Anchors as GitHub makes them of headings. */
    @Test
    void areFoundByTheLinksOfTheRunbook() throws IOException {
        String runbook = Files.readString(RUNBOOK);
        List<String> anchors = found("(?m)^##+ (.*)$", runbook).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT).replace(' ', '-'))
                .toList();

        assertThat(found("\\]\\(#([^)]*)\\)", runbook)).isNotEmpty().isSubsetOf(anchors);
    }

    /** The containers have a JRE: one section says how a thread dump is taken there, and all others lead to it. */
    @Test
    void askForNoToolThatOnlyAJdkHas() throws IOException {
        String sections = Stream.of(Files.readString(RUNBOOK).split("(?m)^(?=##+ )", -1))
                .filter(section -> !section.startsWith("## A thread dump\n"))
                .reduce("", String::concat);

        assertThat(rules() + sections).doesNotContain("jstack", "jps -l").contains("](#a-thread-dump)");
    }

    @Test
    void areEachTestedToBeginAndToEnd() throws IOException {
        StringBuilder tests = new StringBuilder();
        for (Path file : Prometheus.testFiles()) {
            tests.append(Files.readString(file));
        }

        assertThat(alerts())
                .map(Alert::name)
                .allSatisfy(name -> assertThat(tests)
                        .containsPattern("alertname: " + name + "\n +exp_alerts: \\[\\]\n")
                        .containsPattern("alertname: " + name + "\n +exp_alerts:\n +- exp_labels:"));
    }

    /** All files with rules. */
    static String rules() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : Prometheus.ruleFiles()) {
            all.append(Files.readString(file));
        }
        return all.toString();
    }

    private static List<Alert> alerts() throws IOException {
        return Stream.of(rules().split("(?m)^ +- (?=alert: |record: )", -1))
                .filter(rule -> rule.startsWith("alert: "))
                .map(rule -> new Alert(rule.lines().findFirst().orElseThrow().substring("alert: ".length()), rule))
                .toList();
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static String promtool(String... arguments) throws Exception {
        Process process = new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(arguments))
                        .toList())
                .directory(Prometheus.CONFIGURATION.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
