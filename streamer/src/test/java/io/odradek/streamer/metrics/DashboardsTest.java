package io.odradek.streamer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.streamer.metrics.Dashboard.Panel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboards as files; {@link DashboardsIT} asks their questions. */
class DashboardsTest {
    private static final Path RUNBOOK = Path.of("..", "deploy", "runbook.md");
    private static final int WIDTH = 24;

    static List<Dashboard> dashboards() {
        return Dashboard.all();
    }

    @Test
    void areFourWithNamesOfTheirOwn() {
        assertThat(dashboards())
                .map(Dashboard::file)
                .containsExactlyInAnyOrder("odradek-accuracy", "odradek-overview", "odradek-model", "odradek-runtime");
        assertThat(dashboards()).map(Dashboard::title).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void haveNothingOfTheGrafanaThatTheyWereMadeWith(Dashboard dashboard) {
        assertThat(dashboard.json().get("uid").getAsString()).isEqualTo(dashboard.file());
        assertThat(dashboard.json().get("id").isJsonNull()).isTrue();
        assertThat(dashboard.json().get("schemaVersion").getAsInt()).isBetween(39, 41);
        assertThat(dashboard.json().toString()).doesNotContain("__inputs", "${DS_");
        assertThat(dashboard.variables())
                .map(variable -> variable.get("name").getAsString())
                .contains("datasource", instances(dashboard));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void haveEachPanelInAPlaceOfItsOwn(Dashboard dashboard) {
        Set<List<Integer>> taken = new TreeSet<>((a, b) -> a.get(0).equals(b.get(0))
                ? a.get(1).compareTo(b.get(1))
                : a.get(0).compareTo(b.get(0)));
        for (Panel panel : dashboard.grid()) {
            assertThat(panel.grid("x")).as(panel.where()).isNotNegative();
            assertThat(panel.grid("x") + panel.grid("w")).as(panel.where()).isLessThanOrEqualTo(WIDTH);
            for (int x = panel.grid("x"); x < panel.grid("x") + panel.grid("w"); x++) {
                for (int y = panel.grid("y"); y < panel.grid("y") + panel.grid("h"); y++) {
                    assertThat(taken.add(List.of(x, y)))
                            .as("%s alone at %s, %s", panel.where(), x, y)
                            .isTrue();
                }
            }
        }
        assertThat(dashboard.grid())
                .map(panel -> panel.json().get("id").getAsInt())
                .doesNotHaveDuplicates();
        assertThat(dashboard.panels()).map(Panel::title).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void sayOfEachPanelWhatItShowsAndInWhichUnit(Dashboard dashboard) {
        assertThat(dashboard.panels()).isNotEmpty().allSatisfy(panel -> {
            JsonObject defaults = panel.json().getAsJsonObject("fieldConfig").getAsJsonObject("defaults");
            assertThat(panel.title()).isNotBlank();
            assertThat(panel.json().get("description").getAsString())
                    .as(panel.where())
                    .hasSizeGreaterThan(20)
                    .endsWith(".");
            assertThat(defaults.get("unit").getAsString()).as(panel.where()).isNotBlank();
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void askTheChosenDataSourceAboutTheChosenInstances(Dashboard dashboard) {
        assertThat(dashboard.panels()).allSatisfy(panel -> {
            assertThat(source(panel.json())).as(panel.where()).isEqualTo("${datasource}");
            assertThat(panel.targets()).as(panel.where()).isNotEmpty();
            assertThat(panel.targets())
                    .as(panel.where())
                    .allSatisfy(target -> assertThat(source(target)).isEqualTo("${datasource}"));
            assertThat(panel.targets())
                    .as(panel.where())
                    .map(target -> target.get("refId").getAsString())
                    .doesNotHaveDuplicates();
            assertThat(panel.queries())
                    .as(panel.where())
                    .flatMap(DashboardsTest::selectors)
                    .isNotEmpty()
                    .allMatch(selector -> selector.startsWith("ALERTS")
                            || selector.contains("{instance=~\"$" + instances(dashboard) + "\""));
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void lookBackAsFarAsTheGraphNeedsAndNoFixedTime(Dashboard dashboard) {
        assertThat(dashboard.panels())
                .flatMap(Panel::queries)
                .flatMap(query -> found("\\[([^\\]]*)\\]", query))
                .isNotEmpty()
                .allMatch(range -> range.equals("$__rate_interval") || range.equals("$__range"));
        assertThat(dashboard.panels())
                .flatMap(Panel::queries)
                .anyMatch(query -> query.contains("$__rate_interval"))
                .noneMatch(query -> query.contains("offset"));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void leadToTheRunbookAndToEachOther(Dashboard dashboard) {
        assertThat(dashboard.json().getAsJsonArray("tags").toString()).isEqualTo("[\"odradek\"]");
        assertThat(dashboard.links())
                .anyMatch(link -> link.get("type").getAsString().equals("dashboards")
                        && link.get("tags").toString().equals("[\"odradek\"]")
                        && link.get("keepTime").getAsBoolean())
                .anyMatch(link -> link.get("title").getAsString().equals("Runbook")
                        && link.get("url").getAsString().equals("${runbook}"));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void markEachChangeOfTheModel(Dashboard dashboard) {
        assertThat(dashboard.annotations())
                .map(annotation -> annotation.get("name").getAsString())
                .containsExactly("Model goes live", "Model refused");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void nameMetricsThatThereAre(Dashboard dashboard) {
        assertThat(MetricNames.named(dashboard.json().toString())).isNotEmpty().allSatisfy(MetricNames::check);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void nameSectionsThatTheRunbookHas(Dashboard dashboard) throws IOException {
        String runbook = Files.readString(RUNBOOK);

        assertThat(found("\\bOdradek[A-Z][A-Za-z]+", dashboard.json().toString()))
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(runbook).contains("### " + alert + "\n"));
    }

    @Test
    void showEachMetricSomewhere() {
        String all = dashboards().stream().map(one -> one.json().toString()).collect(Collectors.joining());

        assertThat(MetricNames.missing(all)).isEmpty();
    }

    @Test
    void haveThePanelsThatTheRunbookAndTheAlertsSpeakOf() throws IOException {
        String texts = Files.readString(RUNBOOK) + AlertRulesTest.rules();
        List<MatchResult> mentions = Pattern.compile("[Dd]ashboard (Overview|Model|Runtime|Accuracy), (.{0,60})")
                .matcher(texts.replaceAll("\\s+", " "))
                .results()
                .toList();

        assertThat(mentions)
                .hasSizeGreaterThan(10)
                .allSatisfy(mention -> assertThat(titles(mention.group(1)))
                        .as(mention.group())
                        .anyMatch(mention.group(2)::startsWith));
    }

    /** The variable that chooses them: those of the evaluation are others than those that classify. */
    private static String instances(Dashboard dashboard) {
        return dashboard.file().equals("odradek-accuracy") ? "evaluator" : "instance";
    }

    /** Of panels and rows. */
    private static Set<String> titles(String dashboard) {
        return dashboards().stream()
                .filter(one -> one.title().endsWith("/ " + dashboard))
                .flatMap(one -> one.grid().stream())
                .map(Panel::title)
                .collect(Collectors.toSet());
    }

    private static String source(JsonObject asking) {
        return asking.getAsJsonObject("datasource").get("uid").getAsString();
    }

    /** Names of metrics with what stands in braces behind them. */
    private static List<String> selectors(String query) {
        return found("\\b(?:ALERTS|odradek_|process_|system_|jvm_|kafka_)[a-z0-9_]*(?:\\{[^}]*\\})?", query);
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(match.groupCount() == 0 ? 0 : 1))
                .toList();
    }
}
