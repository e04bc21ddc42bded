package io.odradek.chart;

import static io.odradek.chart.Manifests.at;
import static io.odradek.chart.Manifests.map;
import static io.odradek.chart.Manifests.maps;
import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Prometheus' operator and Grafana get: the rules and dashboards of {@code deploy}, as they are. */
class MonitoringTest {
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final String ALL =
            "metrics: {serviceMonitor: {enabled: true}, prometheusRule: {enabled: true}, dashboards: {enabled: true}}";
    private static final String URL = "https://wiki.example.com/runbook.md";

    @Test
    void nothingOfItUnlessAskedFor() {
        Manifests manifests = Chart.render();

        assertThat(manifests.of(Kind.ServiceMonitor)).isEmpty();
        assertThat(manifests.of(Kind.PrometheusRule)).isEmpty();
        assertThat(manifests.of(Kind.ConfigMap)).isEmpty();
    }

    @Test
    void prometheusAsksByTlsAsItIsTold() {
        Manifests manifests = Chart.render(
                "streamer: {tls: {secret: t}}",
                "metrics: {serviceMonitor: {enabled: true, tlsConfig: {serverName: odradek}}}");

        Map<String, Object> endpoint = maps(at(manifests.of(Kind.ServiceMonitor).get(0), "spec.endpoints"))
                .get(0);

        assertThat(endpoint)
                .containsEntry("scheme", "https")
                .containsEntry("tlsConfig", Map.of("serverName", "odradek"));
    }

    @Test
    void theRulesAreExactlyThoseOfDeploy() {
        assertThat(groups(Chart.render(ALL))).hasSizeGreaterThanOrEqualTo(4).containsExactlyElementsOf(expected());
    }

    @Test
    void withAUrlEveryAlertLinksToItsSectionOfTheRunbook() {
        List<Map<String, Object>> groups = groups(Chart.render(ALL, "metrics: {runbookUrl: '" + URL + "'}"));
        List<String> sections = Chart.read(DEPLOY.resolve("runbook.md"))
                .lines()
                .filter(l -> l.startsWith("### "))
                .map(l -> URL + "#" + l.substring(4).toLowerCase(java.util.Locale.ROOT))
                .toList();

        List<Object> links = new ArrayList<>();
        for (Map<String, Object> rule :
                groups.stream().flatMap(g -> maps(g.get("rules")).stream()).toList()) {
            if (rule.containsKey("alert")) {
                Map<String, Object> annotations = map(rule.get("annotations"));
                links.add(annotations.remove("runbook_url"));
                assertThat(annotations).containsOnlyKeys("summary", "description");
            }
        }
        assertThat(links).hasSizeGreaterThan(20).containsExactlyInAnyOrderElementsOf(sections);
        // All else is as it was.
        List<Map<String, Object>> expected = expected();
        expected.stream()
                .flatMap(g -> maps(g.get("rules")).stream())
                .filter(r -> r.containsKey("annotations"))
                .forEach(r -> map(r.get("annotations")).remove("runbook"));
        assertThat(groups).isEqualTo(expected);
    }

    @Test
    void theDashboardsAreByteForByteThoseOfDeploy() {
        Map<String, Object> data = map(
                Chart.render(ALL).named(Kind.ConfigMap, "odradek-dashboards").get("data"));

        Map<String, Object> expected = new TreeMap<>();
        Chart.files(DEPLOY.resolve("grafana/dashboards"), ".json")
                .forEach(file -> expected.put(String.valueOf(file.getFileName()), Chart.read(file)));
        assertThat(data).hasSize(4).isEqualTo(expected);
        assertThat(map(Chart.render(ALL)
                        .named(Kind.ConfigMap, "odradek-runbook")
                        .get("data")))
                .isEqualTo(Map.of("runbook.md", Chart.read(DEPLOY.resolve("runbook.md"))));
    }

    @Test
    void withAUrlTheDashboardsLinkThere() {
        Map<String, Object> data = map(Chart.render(ALL, "metrics: {runbookUrl: '" + URL + "'}")
                .named(Kind.ConfigMap, "odradek-dashboards")
                .get("data"));

        assertThat(data.values())
                .allSatisfy(dashboard -> assertThat((String) dashboard)
                        .contains("\"query\": \"" + URL + "\"")
                        .doesNotContain("/public/odradek"));
    }

    @Test
    void grafanasSidecarFindsTheDashboards() {
        Map<String, Object> dashboards = Chart.render(ALL).named(Kind.ConfigMap, "odradek-dashboards");

        assertThat(map(at(dashboards, "metadata.labels"))).containsEntry("grafana_dashboard", "1");
        assertThat(at(dashboards, "metadata.annotations")).isEqualTo(Map.of("grafana_folder", "Odradek"));
        assertThat(map(at(Chart.render(ALL).named(Kind.ConfigMap, "odradek-runbook"), "metadata.labels")))
                .doesNotContainKey("grafana_dashboard");
    }

    @Test
    void theServiceIsScraped() {
        Manifests manifests = Chart.render(ALL, "metrics: {serviceMonitor: {interval: 30s, labels: {release: p}}}");
        Map<String, Object> monitor = manifests.only(Kind.ServiceMonitor);

        assertThat(map(at(monitor, "metadata.labels"))).containsEntry("release", "p");
        assertThat(map(at(manifests.only(Kind.Service), "metadata.labels")))
                .containsAllEntriesOf(map(at(monitor, "spec.selector.matchLabels")))
                .containsKey((String) at(monitor, "spec.jobLabel"));
        Map<String, Object> endpoint = maps(at(monitor, "spec.endpoints")).get(0);
        assertThat(endpoint).containsEntry("path", "/metrics").containsEntry("interval", "30s");
        assertThat(maps(at(manifests.only(Kind.Service), "spec.ports")))
                .extracting(p -> p.get("name"))
                .contains(endpoint.get("port"));
    }

    @ParameterizedTest
    @CsvSource({"odradek-eu, odradek-eu", "classifier, odradek-classifier"})
    void theJobsNameIsOneThatTheRulesKnow(String fullname, String job) {
        assertThat(map(at(Chart.render("fullnameOverride: " + fullname).only(Kind.Service), "metadata.labels")))
                .containsEntry("odradek.io/job", job);
    }

    @Test
    void nativeHistogramsKeepTheBucketsThatRulesAskFor() {
        assertThat(map(Chart.render(ALL).only(Kind.ServiceMonitor).get("spec")))
                .doesNotContainKey("scrapeClassicHistograms");
        assertThat(map(Chart.render(ALL, "streamer: {settings: {metrics.native.histograms: true}}")
                        .only(Kind.ServiceMonitor)
                        .get("spec")))
                .containsEntry("scrapeClassicHistograms", true);
    }

    @Test
    void aPackageHoldsTheFilesAndSetUpsAndNotTheirTests(@TempDir Path dir) throws IOException {
        new Helm(Chart.DIRECTORY).packageIt().withDestination(dir).call();

        Map<String, String> entries = entries(Chart.files(dir, ".tgz").get(0));

        Map<String, String> expected = new TreeMap<>();
        Chart.files(DEPLOY.resolve("grafana/dashboards"), ".json")
                .forEach(file -> expected.put("odradek/files/dashboards/" + file.getFileName(), Chart.read(file)));
        rules().forEach(file -> expected.put("odradek/files/prometheus/" + file.getFileName(), Chart.read(file)));
        expected.put("odradek/files/runbook.md", Chart.read(DEPLOY.resolve("runbook.md")));
        Chart.cases().forEach(file -> expected.put("odradek/ci/" + file.getFileName(), Chart.read(file)));
        expected.put("odradek/examples/strimzi.yaml", Chart.read(Chart.DIRECTORY.resolve("examples/strimzi.yaml")));
        assertThat(entries).containsAllEntriesOf(expected);
        assertThat(entries.keySet())
                .contains("odradek/Chart.yaml", "odradek/values.schema.json", "odradek/README.md")
                .filteredOn(name -> name.matches("odradek/(files|ci|examples)/.*"))
                .hasSameElementsAs(expected.keySet());
    }

    /** The files in a package: an archive of headers of 512 bytes, each before its content in blocks of as many. */
    private static Map<String, String> entries(Path tgz) throws IOException {
        byte[] tar;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(tgz))) {
            tar = in.readAllBytes();
        }
        Map<String, String> entries = new TreeMap<>();
        for (int at = 0; tar[at] != 0; ) {
            String name = new String(tar, at, 100, StandardCharsets.US_ASCII).replaceAll("\\x00.*", "");
            int size = Integer.parseInt(new String(tar, at + 124, 11, StandardCharsets.US_ASCII), 8);
            entries.put(name, new String(tar, at + 512, size, StandardCharsets.UTF_8));
            at += 512 + (size + 511) / 512 * 512;
        }
        return entries;
    }

    private static List<Map<String, Object>> groups(Manifests manifests) {
        return maps(at(manifests.only(Kind.PrometheusRule), "spec.groups"));
    }

    private static List<Map<String, Object>> expected() {
        return rules().stream()
                .flatMap(file -> maps(Chart.yaml(file).get("groups")).stream())
                .toList();
    }

    private static List<Path> rules() {
        return Chart.files(DEPLOY.resolve("prometheus"), ".yaml").stream()
                .filter(file -> file.getFileName().toString().startsWith("odradek-"))
                .filter(file -> !file.toString().endsWith(".test.yaml"))
                .toList();
    }
}
